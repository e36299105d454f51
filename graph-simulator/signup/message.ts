import type { AddedEnd } from "./account.ts";

/** What the dialog posts to the window that opened it, as a JSON string. */
export interface SessionMessage {
  readonly data: Readonly<Record<string, string>>;
  readonly type: "WA_EMBEDDED_SIGNUP";
  readonly event: string;
  readonly version?: number;
}

const EVENTS: Readonly<Record<AddedEnd, string>> = {
  verified: "FINISH",
  unverified: "FINISH",
  no_number: "FINISH",
  several_numbers: "FINISH",
  account_only: "FINISH_ONLY_WABA",
  coexistence: "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
};

interface Ids {
  readonly wabaId: string;
  readonly businessId: string;
  readonly phoneNumberId: string | null;
}

interface Left {
  readonly step: string;
  readonly errorKey: string;
  readonly errorEvent: string;
  readonly now: number;
}

/** The message of an end, as Meta's guides print it. */
export function messageOf(end: AddedEnd, ids: Ids): SessionMessage;
export function messageOf(end: "cancelled" | "error", left: Left): SessionMessage;
export function messageOf(end: AddedEnd | "cancelled" | "error", about: Ids | Left): SessionMessage {
  return "step" in about ? left(end, about) : finished(end, about);
}

function left(end: string, { step, errorKey, errorEvent, now }: Left): SessionMessage {
  if (end === "cancelled") {
    return { data: { current_step: step }, type: "WA_EMBEDDED_SIGNUP", event: "CANCEL", version: 3 };
  }
  const data = {
    error_message: "Your verified name violates WhatsApp guidelines. Please edit your verified name and try again.",
    [errorKey]: "524126",
    session_id: "f00000000000001",
    timestamp: String(Math.floor(now / 1000)),
  };
  return { data, type: "WA_EMBEDDED_SIGNUP", event: errorEvent };
}

/** Of a coexistence end only the account is documented; a sample of FINISH_ONLY_WABA holds a number although the flow has none. */
function finished(end: string, { wabaId, businessId, phoneNumberId }: Ids): SessionMessage {
  const event = Object.hasOwn(EVENTS, end) ? EVENTS[end as AddedEnd] : "FINISH";
  const type = "WA_EMBEDDED_SIGNUP";
  if (end === "coexistence") return { data: { waba_id: wabaId }, type, event, version: 3 };
  const number = phoneNumberId === null ? {} : { phone_number_id: phoneNumberId };
  return { data: { ...number, waba_id: wabaId, business_id: businessId }, type, event };
}
