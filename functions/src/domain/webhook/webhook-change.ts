import type { GraphError } from "../../contract/failure.ts";
import type { ClaimSubject } from "../../contract/webhook.ts";
import { idAt, listAt, objectAt, textAt, timeOf, wholeAt } from "../json.ts";
import { digitsOf } from "../phone-number.ts";
import { claimOfChange } from "./webhook-claim.ts";

/** One change of a webhook delivery, as it was understood. `value` is whatever Meta sent. */
export interface WebhookChange {
  readonly wabaId: string;
  readonly field: string;
  /** Meta's time of the event, in ms since the epoch; `null`: it named none. */
  readonly at: number | null;
  readonly value: unknown;
  /** What is kept of it: its id, which is the same whenever the same event comes, and its value as JSON. `null`: nothing is. */
  readonly event: { readonly id: string; readonly json: string } | null;
}

/** Which numbers a change is about: by Meta's id, by the digits people dial, or all of the account. */
export type Subject =
  | { readonly kind: "id"; readonly phoneNumberId: string; readonly wabaId: string }
  | { readonly kind: "digits"; readonly digits: string; readonly wabaId: string }
  | { readonly kind: "account"; readonly wabaId: string };

/** What a change claims about its subject. */
export interface Claim {
  readonly subject: ClaimSubject;
  readonly word: string;
  readonly detail: string | null;
}

/** How far a message has come, as a webhook says. `mark` is what its sender gave it to be recognised by. */
export interface MessageStatus {
  readonly phoneNumberId: string;
  readonly messageId: string;
  /** Meta's word: sent, delivered, read, failed; open. */
  readonly status: string;
  readonly at: number;
  readonly mark: string | null;
  readonly error: GraphError | null;
}

/** What a change means. */
export interface Meaning {
  readonly subject: Subject;
  readonly claim: Claim | null;
  readonly statuses: readonly MessageStatus[];
  /** The time of the event where it proves that events of this very number arrive. */
  readonly provesLifeAt: number | null;
}

/** Fields that hold what users write, or who they are. They are read for statuses at most, and never kept. */
const PRIVATE: ReadonlySet<string> = new Set([
  "messages",
  "message_echoes",
  "smb_message_echoes",
  "smb_app_state_sync",
  "history",
  "calls",
  "user_preferences",
  "user_id_update",
  "group_lifecycle_update",
  "group_participants_update",
  "group_settings_update",
  "group_status_update",
  "messaging_handovers",
  "standby",
]);

/** Whether a field holds what users write, or who they are. */
export function isPrivate(field: string): boolean {
  return PRIVATE.has(field);
}

/** What a change means. Total: what is not known claims nothing. */
export function meaningOf(change: WebhookChange): Meaning {
  const subject = subjectOf(change);
  const statuses = change.field === "messages" ? statusesOf(change) : [];
  const latest = Math.max(change.at ?? 0, ...statuses.map(({ at }) => at), ...incomingTimes(change));
  return {
    subject,
    claim: claimOfChange(change),
    statuses,
    provesLifeAt: subject.kind === "account" || latest <= 0 ? null : latest,
  };
}

/** Number-level events name the number by its digits, `messages` by Meta's id, the rest only the account. */
function subjectOf({ value, wabaId: entryId }: WebhookChange): Subject {
  // A partner's events stand under the partner's own id and name the account inside.
  const wabaId = idAt(objectAt(value, "waba_info"), "waba_id") ?? entryId;
  const phoneNumberId = idAt(objectAt(value, "metadata"), "phone_number_id") ?? idAt(value, "phone_number_id");
  if (phoneNumberId !== null) return { kind: "id", phoneNumberId, wabaId };
  const digits = digitsOf(textAt(value, "display_phone_number") ?? textAt(value, "phone_number"));
  return digits === null ? { kind: "account", wabaId } : { kind: "digits", digits, wabaId };
}

/** The times of what users sent, and nothing else of it. */
function incomingTimes({ field, value }: WebhookChange): number[] {
  if (field !== "messages") return [];
  return listAt(value, "messages").flatMap((message) => timeOf(message, "timestamp") ?? []);
}

function statusesOf({ value }: WebhookChange): MessageStatus[] {
  const phoneNumberId = idAt(objectAt(value, "metadata"), "phone_number_id");
  if (phoneNumberId === null) return [];
  return listAt(value, "statuses").flatMap((entry) => {
    const [messageId, status, at] = [textAt(entry, "id"), textAt(entry, "status"), timeOf(entry, "timestamp")];
    if (messageId === null || status === null || at === null) return [];
    const mark = textAt(entry, "biz_opaque_callback_data");
    return [{ phoneNumberId, messageId, status, at, mark, error: errorOf(listAt(entry, "errors")[0]) }];
  });
}

/** The error of a failed message (Meta, messages webhook, statuses): Graph's words without Graph's envelope. */
function errorOf(error: unknown): GraphError | null {
  const code = wholeAt(error, "code");
  if (code === null) return null;
  return {
    code,
    subcode: null,
    type: null,
    message: textAt(error, "message") ?? textAt(error, "title") ?? "",
    details: textAt(objectAt(error, "error_data"), "details"),
    userTitle: null,
    userMessage: null,
    fbtraceId: null,
    httpStatus: 200,
  };
}
