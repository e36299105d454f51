import { GraphFailure } from "../graph-errors.ts";
import type { NumberState, SentMessage } from "../state.ts";

/** One change of a webhook delivery. `time` in seconds; `null` for `messages`, whose times stand inside. */
export interface WebhookEvent {
  readonly wabaId: string;
  readonly time: number | null;
  readonly field: string;
  readonly value: unknown;
  /** Set: it is about the partnership of this app, told under the id of the app's own portfolio, whoever is subscribed to the account. */
  readonly partner?: { readonly appId: string; readonly businessId: string };
}

/** A number as webhooks name it: its digits. */
export const digitsOf = ({ displayPhoneNumber }: NumberState): string => displayPhoneNumber.replaceAll(/\D/g, "");

/** How far a message has come (Meta, messages webhook, statuses; conversation and pricing left out). */
export function statusEvent(number: NumberState, message: SentMessage, status: string, now: number): WebhookEvent {
  const mark = markOf(message.body);
  const code = status === "failed" ? message.failsWith : null;
  return {
    wabaId: number.wabaId,
    time: null,
    field: "messages",
    value: {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: digitsOf(number), phone_number_id: number.id },
      statuses: [
        {
          id: message.id,
          status,
          timestamp: String(Math.floor(now / 1000)),
          recipient_id: message.to,
          ...(mark === null ? {} : { biz_opaque_callback_data: mark }),
          ...(code === null ? {} : { errors: [failure(code)] }),
        },
      ],
    },
  };
}

function failure(code: number): unknown {
  const { body } = new GraphFailure({ code }).reply;
  const { error } = body as { error: { message: string; error_data?: { details: string } } };
  const title = error.message.replace(/^\(#\d+\) /, "");
  const details = error.error_data?.details ?? title;
  return {
    code,
    title,
    message: title,
    error_data: { details },
    href: "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
  };
}

/** What the sender gave the message to be recognised by; Meta gives it back with every status (documented). */
function markOf(body: unknown): string | null {
  const mark =
    typeof body === "object" && body !== null && "biz_opaque_callback_data" in body
      ? body.biz_opaque_callback_data
      : null;
  return typeof mark === "string" ? mark : null;
}

/** What Meta tells, with the account's messaging limit (`limit`), when somebody changes a number from outside: a name review, a quality or a status. */
export function changeEvents(before: NumberState, after: NumberState, limit: string, now: number): WebhookEvent[] {
  const about = { wabaId: after.wabaId, time: Math.floor(now / 1000) };
  const value = { display_phone_number: digitsOf(after) };
  const events: WebhookEvent[] = [];
  const decision = after.nameStatus === "DECLINED" ? "REJECTED" : after.nameStatus;
  if (isDecision(before, after)) {
    const review = { ...value, decision, requested_verified_name: after.verifiedName, rejection_reason: null };
    events.push({ ...about, field: "phone_number_name_update", value: review });
  } else if (before.newNameStatus !== after.newNameStatus && isDecided(after.newNameStatus)) {
    const next = after.newNameStatus === "DECLINED" ? "REJECTED" : after.newNameStatus;
    const review = { ...value, decision: next, requested_verified_name: after.newDisplayName, rejection_reason: null };
    events.push({ ...about, field: "phone_number_name_update", value: review });
  }
  const quality = qualityEvent(before, after);
  if (quality !== null) {
    events.push({
      ...about,
      field: "phone_number_quality_update",
      value: { ...value, event: quality, current_limit: limit },
    });
  }
  return events;
}

const isDecided = (word: string | null): boolean => word === "APPROVED" || word === "DECLINED" || word === "EXPIRED";

function isDecision(before: NumberState, after: NumberState): boolean {
  return (
    isDecided(after.nameStatus) &&
    (before.nameStatus !== after.nameStatus || before.verifiedName !== after.verifiedName)
  );
}

/** How Meta reports a change of quality is a guess: FLAGGED when it becomes bad, UNFLAGGED when it recovers. */
function qualityEvent(before: NumberState, after: NumberState): "FLAGGED" | "UNFLAGGED" | null {
  const isBad = ({ status, qualityRating }: NumberState): boolean => status === "FLAGGED" || qualityRating === "RED";
  if (isBad(before) === isBad(after)) return null;
  return isBad(after) ? "FLAGGED" : "UNFLAGGED";
}
