/** What Meta's dialog tells the page that opened it. */
export type SessionMessage =
  | {
      readonly kind: "finished";
      readonly event: string;
      readonly wabaId: string | null;
      readonly phoneNumberId: string | null;
    }
  | { readonly kind: "cancelled"; readonly step: string | null }
  | {
      readonly kind: "error";
      readonly message: string;
      readonly code: string | null;
      readonly sessionId: string | null;
    };

const COEXISTENCE = "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING";
/** Ends that may name a number. `FINISH_ONLY_WABA` has none, whatever Meta's sample holds, and of an unknown end nothing is guessed. */
const WITH_NUMBER = new Set(["FINISH", "FINISH_OBO_MIGRATION", "FINISH_GRANT_ONLY_API_ACCESS", COEXISTENCE]);

/** Whether this end is that of a number which stays on the WhatsApp Business app. */
export const isCoexistence = (event: string): boolean => event === COEXISTENCE;

/** A window message's data as what Meta documents; `null`: it is something else, which Meta's windows send, too. */
export function readSessionMessage(data: unknown): SessionMessage | null {
  const sent = parsed(data);
  if (sent?.["type"] !== "WA_EMBEDDED_SIGNUP") return null;
  const { event } = sent;
  const details = isObject(sent["data"]) ? sent["data"] : {};
  if (typeof event !== "string") return null;
  if (event.startsWith("FINISH")) {
    const phoneNumberId = WITH_NUMBER.has(event) ? idIn(details["phone_number_id"]) : null;
    return { kind: "finished", event, wabaId: idIn(details["waba_id"]), phoneNumberId };
  }
  return event === "CANCEL" || event === "ERROR" ? left(event, details) : null;
}

/** A report carries a message; its code's key was `error_id` until spring 2026. */
function left(event: string, details: Readonly<Record<string, unknown>>): SessionMessage {
  const message = textIn(details["error_message"]);
  if (event === "CANCEL" && message === null) return { kind: "cancelled", step: textIn(details["current_step"]) };
  return {
    kind: "error",
    message: message ?? "Meta reported an error without words.",
    code: textIn(details["error_code"]) ?? textIn(details["error_id"]),
    sessionId: textIn(details["session_id"]),
  };
}

/** Meta posts JSON as a string; other windows of Meta's post what is none. */
function parsed(data: unknown): Record<string, unknown> | null {
  if (typeof data !== "string") return null;
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const textIn = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** A number beyond 2^53 has lost digits, and is no id any more. */
function idIn(value: unknown): string | null {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === "string" && /^\d{5,20}$/.test(text) ? text : null;
}
