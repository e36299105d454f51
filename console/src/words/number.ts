import type { Watched } from "../../../client/src/watch.ts";
import type {
  AttemptDocument,
  PhoneNumberDocument,
  RegistrationRecord,
} from "../../../functions/src/contract/phone-number.ts";
import { headlineOf } from "./failure.ts";
import { LIFECYCLE, NEVER_SEEN, UNREADABLE, type LifecycleWords } from "./lifecycle.ts";

/** A number as lists and headings call it. */
export interface NumberView {
  /** The verified name, or the phone number, or the id. */
  readonly title: string;
  /** The phone number as Meta writes it, where it is not the title already. */
  readonly subtitle: string | null;
  readonly lifecycle: LifecycleWords;
}

/** What to call a number. */
export function numberView(id: string, number: Watched<PhoneNumberDocument>): NumberView {
  if (number.state !== "known") {
    return { title: id, subtitle: null, lifecycle: number.state === "absent" ? NEVER_SEEN : UNREADABLE };
  }
  const { meta, lifecycle } = number.document;
  const names = [meta?.verifiedName, meta?.displayPhoneNumber].filter((name) => name != null && name !== "");
  return { title: names[0] ?? id, subtitle: names[1] ?? null, lifecycle: LIFECYCLE[lifecycle] };
}

/** What was asked of Meta. */
export const OPERATIONS: Readonly<Record<AttemptDocument["operation"], string>> = {
  register: "Registration",
  deregister: "Deregistration",
  request_code: "Verification code",
  verify_code: "Verification",
  set_pin: "Two-step PIN",
  send_message: "Test message",
};

/** What a call came to, in a word: of any call that is written down. */
export function outcomeWord(status: AttemptDocument["status"] | RegistrationRecord["status"]): string {
  switch (status) {
    case "registered":
      return "Registered";
    case "awaiting_meta":
      return "Accepted by Meta";
    case "not_registered":
      return "Not registered";
    case "deregistered":
      return "Deregistered";
    case "code_requested":
      return "Code sent";
    case "verified":
      return "Verified";
    case "already_verified":
      return "Already verified";
    case "pin_set":
      return "PIN set";
    case "sent":
      return "Taken by Meta";
    default:
      return headlineOf(status);
  }
}
