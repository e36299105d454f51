import type { GraphError } from "../../contract/failure.ts";
import { idAt, listAt, objectAt, textAt, timeOf, wholeAt } from "../json.ts";
import { digitsOf } from "../phone-number.ts";
import type { Meaning, MessageStatus, Subject, WebhookChange } from "./webhook-change.ts";
import { claimOfChange } from "./webhook-claim.ts";

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
