import type { Watched } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
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
