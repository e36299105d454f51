import type { AttemptBudget } from "../../contract/attempts.ts";
import type {
  AcceptedRegistration,
  AccessView,
  Disconnection,
  MetaView,
  PhoneNumberDocument,
  RegistrationRecord,
  SendingView,
  TokenView,
} from "../../contract/phone-number.ts";
import type { WebhookView } from "../../contract/webhook.ts";
import { adviceOnFailure } from "../advice/reason-advice.ts";
import { retryTime } from "../error/call-failure.ts";
import type { AttemptOutcome } from "../outcome/attempt.ts";
import { digitsOf, newerView } from "../phone-number.ts";
import { nameApprovalSeen } from "./display-name.ts";
import { lifecycleOf } from "./lifecycle.ts";
import type { NumberFacts } from "./number-facts.ts";
import { sendingNow } from "./sending-seen.ts";

/** What was learnt about a number. Whatever is left out stays as it is. */
export interface PhoneNumberChange {
  readonly registration?: RegistrationRecord;
  readonly view?: MetaView | null;
  /** A registration that was sent, and that Meta accepted. */
  readonly accepted?: AcceptedRegistration;
  readonly attempts?: AttemptBudget;
  readonly webhook?: WebhookView;
  readonly access?: AccessView;
  readonly token?: TokenView;
  readonly sending?: SendingView;
  /** The account that a signed event has named. */
  readonly wabaId?: string;
  /** When this deployment added the number to its account; ISO-8601. */
  readonly addedAt?: string;
  /** The customer whose account it is in; left out where nobody has connected it. */
  readonly customerId?: string | null;
  /** Since when it is that customer's; ISO-8601. */
  readonly customerSince?: string;
  /** Why it is no longer read; `null`: it is read again. */
  readonly disconnection?: Disconnection | null;
}

/** The number's document after a change. The one place that puts it together, so that `lifecycle` can never disagree with its facts. */
export function changedDocument(
  current: NumberFacts | undefined,
  change: PhoneNumberChange,
  now: number,
): PhoneNumberDocument {
  const meta = change.view ? newerView(current?.meta, change.view, now) : current?.meta;
  const facts: NumberFacts = {
    ...part("registration", change.registration ?? current?.registration),
    ...part("meta", meta),
    ...part("lastAccepted", change.accepted ?? current?.lastAccepted),
    // A name that was approved before a registration is in effect with it, when ever a reading shows that.
    ...part(
      "nameApprovedAt",
      change.accepted === undefined ? nameApprovalSeen(current, meta) : current?.nameApprovedAt,
    ),
    ...part("attempts", change.attempts ?? current?.attempts),
    ...part("webhook", change.webhook ?? current?.webhook),
    ...part("access", change.access ?? current?.access),
    ...part("token", change.token ?? current?.token),
    ...part("sending", change.sending ?? sendingNow(current?.sending, { before: current?.meta, after: meta, now })),
    ...part("addedAt", change.addedAt ?? current?.addedAt),
    ...part("customerId", change.customerId ?? current?.customerId),
    ...part("customerSince", change.customerSince ?? current?.customerSince),
    ...part("disconnection", change.disconnection === undefined ? current?.disconnection : change.disconnection),
    wabaId: change.wabaId ?? current?.wabaId ?? null,
    digits: digitsOf(meta?.displayPhoneNumber ?? null) ?? current?.digits ?? null,
  };
  const { word, reasons } = lifecycleOf(facts);
  return { ...facts, lifecycle: word, reasons, updatedAt: new Date(now).toISOString() };
}

/**
 * What of a number is the same for a new customer. Its attempts stay, because Meta counts them for the number; its history
 * under somebody else is hidden.
 */
export function forNewCustomer({ attempts, digits }: NumberFacts): NumberFacts {
  return { ...part("attempts", attempts), ...part("digits", digits) };
}

/** A part under its name, or nothing: Firestore does not store `undefined`. */
function part<Name extends string, Part>(name: Name, value: Part | undefined): { [Key in Name]?: Part } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: Part });
}

/** The record of an outcome, as the caller was answered. */
export function registrationRecord(
  outcome: AttemptOutcome,
  about: {
    readonly by: string;
    readonly attempts: AttemptBudget;
    readonly now: number;
  },
): RegistrationRecord {
  const at = new Date(about.now).toISOString();
  const begun = { status: outcome.status, at, by: about.by };
  if (!("advice" in outcome)) return { ...begun, message: null, retryAt: null, graphError: null };
  const { advice, graphError } = outcome;
  const cause = "access" in outcome ? { cause: outcome.access.cause } : {};
  const { actor, resolution } = advice;
  const isUsual = adviceOnFailure(outcome.status, cause).resolution === resolution;
  return {
    ...begun,
    message: advice.message,
    retryAt: retryTime(outcome, about.attempts, about.now),
    graphError,
    ...cause,
    ...(isUsual ? {} : { advised: { actor, resolution: [...resolution] } }),
  };
}
