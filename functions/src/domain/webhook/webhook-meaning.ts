import type { GraphError } from "../../contract/failure.ts";
import { isFuture } from "../believed-time.ts";
import { idAt, listAt, objectAt, textAt, timeOf, wholeAt } from "../json.ts";
import { digitsOf } from "../phone-number.ts";
import type { Meaning, MessageStatus, Subject, WebhookChange } from "./webhook-change.ts";
import { claimOfChange } from "./webhook-claim.ts";

/** Fields about an account. One of their events may name a number, and concerns the account's others too. */
const OF_ACCOUNT: ReadonlySet<string> = new Set([
  "account_update",
  "account_offboarded",
  "account_reconnected",
  "account_review_update",
  "account_alerts",
  "business_capability_update",
]);

/** What an event is understood by. */
export interface Understanding {
  /** When the delivery came in, in ms since the epoch: times beyond it are not believed. */
  readonly now: number;
  /** This deployment's app; `null`: it is not configured. */
  readonly appId: string | null;
}

/** What a change means. Total: what is not known claims nothing. */
export function meaningOf(change: WebhookChange, { now, appId }: Understanding): Meaning {
  const subject = subjectOf(change);
  const statuses = change.field === "messages" ? statusesOf(change) : [];
  const at = change.at !== null && isFuture(change.at, now) ? null : change.at;
  const latest = latestOf([at ?? 0, ...statuses.map((status) => status.at), ...incomingTimes(change)], now);
  return {
    subject,
    at,
    claim: claimOfChange(change, appId),
    statuses,
    provesLifeAt: subject.kind === "account" || latest <= 0 ? null : latest,
  };
}

/** The newest time that is not of the future. There may be more of them than a call takes arguments. */
function latestOf(times: readonly number[], now: number): number {
  let latest = 0;
  for (const time of times) if (time > latest && !isFuture(time, now)) latest = time;
  return latest;
}

/** Number-level events name the number by its digits, `messages` by Meta's id, the rest only the account. */
function subjectOf({ field, value, wabaId: entryId }: WebhookChange): Subject {
  // A partner's events stand under the partner's own id and name the account inside.
  const wabaId = idAt(objectAt(value, "waba_info"), "waba_id") ?? idAt(value, "waba_id") ?? entryId;
  const digits = digitsOf(textAt(value, "display_phone_number") ?? textAt(value, "phone_number"));
  if (OF_ACCOUNT.has(field)) return { kind: "account", digits, wabaId };
  const phoneNumberId = idAt(objectAt(value, "metadata"), "phone_number_id") ?? idAt(value, "phone_number_id");
  if (phoneNumberId !== null) return { kind: "id", phoneNumberId, wabaId };
  return digits === null ? { kind: "account", digits, wabaId } : { kind: "digits", digits, wabaId };
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
