import type { SignupResult } from "./result.ts";
import { isCoexistence, type SessionMessage } from "./session-message.ts";

/** What has come of a dialog so far. */
export interface Heard {
  readonly message: SessionMessage | null;
  /** `null`: FB.login called back without one; `undefined`: it has not called back. */
  readonly code: string | null | undefined;
}

/** The result, or what it is unless something else comes within `ms`. */
export type Ending = { readonly result: SignupResult; readonly ms?: number };

/** A code lives 30 seconds: one that has waited this long for its account cannot be exchanged in time. */
const MESSAGE_MS = 15_000;
const CODE_MS = 60_000;
/** A message may come shortly after FB.login has called back for a window that was closed. */
const LATE_MESSAGE_MS = 1500;
/** After a customer has left, the window closes; where the page cannot see that, FB.login never calls back. */
const CLOSING_MS = 10_000;

/** How a dialog ends after what was heard. Message and code come in either order; a finish outweighs an error reported before it. */
export function endingAfter({ message, code }: Heard, dialogMs: number): Ending {
  if (message === null) return withoutMessage(code, dialogMs);
  if (message.kind === "finished") return finishing(message, code);
  const result = leaving(message);
  if (code === null) return { result };
  return { result, ms: code === undefined ? CLOSING_MS : MESSAGE_MS };
}

function withoutMessage(code: Heard["code"], dialogMs: number): Ending {
  if (code === undefined) return { result: { status: "timeout", waitingFor: "dialog" }, ms: dialogMs };
  if (code === null) return { result: { status: "cancelled", step: null }, ms: LATE_MESSAGE_MS };
  return { result: { status: "timeout", waitingFor: "message" }, ms: MESSAGE_MS };
}

function finishing(
  { event, wabaId, phoneNumberId }: Extract<SessionMessage, { kind: "finished" }>,
  code: Heard["code"],
): Ending {
  if (wabaId === null) return { result: { status: "incomplete", missing: "account" } };
  if (code === null) return { result: { status: "incomplete", missing: "code" } };
  if (code === undefined) return { result: { status: "timeout", waitingFor: "code" }, ms: CODE_MS };
  const number = phoneNumberId === null ? {} : { phoneNumberId };
  return { result: { status: "finished", code, wabaId, ...number, coexistence: isCoexistence(event), event } };
}

function leaving(message: Exclude<SessionMessage, { kind: "finished" }>): SignupResult {
  if (message.kind === "cancelled") return { status: "cancelled", step: message.step };
  const { kind: _kind, ...error } = message;
  return { status: "meta_error", ...error };
}
