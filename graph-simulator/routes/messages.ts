import { randomBytes } from "node:crypto";
import { type Call, strangeParameter, text } from "../call.ts";
import { GraphFailure, invalidParameter, missingParameter, unknownParameter } from "../graph-errors.ts";
import { settle } from "../registration.ts";
import { ok, type Reply, success } from "../reply.ts";
import type { NumberState } from "../state.ts";
import { digitsOf } from "../webhooks/events.ts";
import type { World } from "../world.ts";
import { checkTemplate } from "./message-template.ts";

/** Fields of every message, and those of the types that Meta's reference names. */
const TYPES = new Set([
  "audio",
  "contacts",
  "document",
  "image",
  "interactive",
  "location",
  "reaction",
  "sticker",
  "template",
  "text",
  "video",
]);
const KNOWN = new Set([
  "messaging_product",
  "recipient_type",
  "to",
  "type",
  "context",
  "biz_opaque_callback_data",
  "messaging_account_id",
  "paid_messaging_account_id",
  ...TYPES,
]);

/** A number whose quality is low, or that Meta slows down, sends all the same (Meta, Quality rating and messaging limits). */
const SENDING = new Set(["CONNECTED", "FLAGGED", "RATE_LIMITED"]);

const DAY = 86_400_000;

/** `POST /{phone_number_id}/messages`: templates of the account, and text to people who wrote within 24 hours. */
export function sendMessage(world: World, call: Call, number: NumberState): Reply {
  if (text(call, "messaging_product") !== "whatsapp") throw new GraphFailure(missingParameter("messaging_product"));
  if (call.parameters["status"] === "read") return markRead(call);
  const strange = strangeParameter(call, KNOWN);
  if (strange !== null) throw new GraphFailure(unknownParameter(strange));
  const recipient = text(call, "recipient_type") ?? "individual";
  if (recipient !== "individual") throw new GraphFailure(invalidParameter("Param recipient_type must be individual."));
  const to = text(call, "to");
  if (to === null) throw new GraphFailure({ code: 131008, details: "Parameter to is missing." });
  const digits = recipientDigits(to, number);
  const type = text(call, "type") ?? "text";
  if (!TYPES.has(type)) throw new GraphFailure(invalidParameter(`Param type must be one of ${[...TYPES].join(", ")}.`));
  settle(number, call.now);
  if (!number.registered || !SENDING.has(number.status)) throw new GraphFailure({ code: 133010 });
  if (digits === digitsOf(number)) throw new GraphFailure({ code: 131021 });
  if (number.accountMode === "SANDBOX" && !number.allowedRecipients.includes(digits)) {
    throw new GraphFailure({ code: 131030 });
  }
  if (type === "template") checkTemplate(world, call, number);
  else checkFreeForm(call, number, { type, digits });
  return accept(world, call, number, { to, digits, type });
}

interface Sent {
  readonly to: string;
  readonly digits: string;
  readonly type: string;
}

function accept(world: World, call: Call, number: NumberState, sent: Sent): Reply {
  const { to, digits, type } = sent;
  const id = `wamid.${randomBytes(24).toString("base64")}`;
  const message = {
    id,
    phoneNumberId: number.id,
    to: digits,
    body: call.parameters,
    at: call.now,
    failsWith: failureOf(world, number, sent),
  };
  world.messages.push(message);
  world.webhooks.follow(number, message);
  return ok({
    messaging_product: "whatsapp",
    contacts: [{ input: to, wa_id: digits }],
    messages: [type === "template" ? { id, message_status: "accepted" } : { id }],
  });
}

/**
 * Digits as Meta takes them: with or without `+`, spaces, brackets and hyphens. Anything else is no recipient. Meta puts the
 * sender's country code before a number without `+` (doc); that it leaves a number alone that already begins with it is a guess.
 */
function recipientDigits(to: string, sender: NumberState): string {
  const digits = to.replaceAll(/\D/g, "");
  if (!/^\+?[\d ().-]+$/.test(to) || digits.length < 7 || digits.length > 15)
    throw new GraphFailure({ code: 131009, details: "Parameter to is not a valid phone number." });
  const countryCode = /^\+(\d+)/.exec(sender.displayPhoneNumber)?.[1] ?? "";
  return to.startsWith("+") || digits.startsWith(countryCode) ? digits : `${countryCode}${digits}`;
}

/** A recipient ending in 131 and three more digits: the message fails with that code (invented). */
const FAILING = /(131\d{3})$/;

/** The code that the message's delivery fails with; `null`: it arrives. Without a payment method the call succeeds all the same (log). */
function failureOf(world: World, number: NumberState, { digits, type }: Sent): number | null {
  const code = FAILING.exec(digits)?.[1];
  if (code !== undefined) return Number(code);
  const funded = world.wabas.get(number.wabaId)?.primaryFundingId !== null;
  return funded || type !== "template" || number.accountMode === "SANDBOX" ? null : 131042;
}

/** Everything but a template needs a person who wrote within 24 hours. Of the other types only text is played. */
function checkFreeForm(call: Call, number: NumberState, { type, digits }: Omit<Sent, "to">): void {
  const content = call.parameters[type];
  if (typeof content !== "object" || content === null) {
    throw new GraphFailure({ code: 131008, details: `Parameter ${type} is missing.` });
  }
  if (type !== "text") throw new GraphFailure({ code: 131051, details: "The simulator plays templates and text." });
  const body = "body" in content ? content.body : null;
  if (typeof body !== "string" || body === "" || body.length > 4096) {
    throw new GraphFailure({ code: 131009, details: "Param text['body'] must be a text of 1 to 4096 characters." });
  }
  const heard = number.lastHeardFrom[digits];
  if (heard === undefined || call.now - heard >= DAY) throw new GraphFailure({ code: 131047 });
}

/** `{ status: "read", message_id }`: the blue ticks. Which ids exist is not remembered. */
function markRead(call: Call): Reply {
  const id = text(call, "message_id");
  if (id === null) throw new GraphFailure({ code: 131008, details: "Parameter message_id is missing." });
  if (!id.startsWith("wamid.")) throw new GraphFailure({ code: 131009, details: "Parameter message_id is not valid." });
  return success;
}
