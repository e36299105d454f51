import type { Observed } from "../../contract/diagnose-access.ts";
import type { GraphError } from "../../contract/failure.ts";
import { ADVICE } from "../advice/advice.ts";
import { ASK_AGAIN, CHECK_CONNECTION, INSPECT_TOKEN } from "../advice/steps.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import { isAboutAppSecret } from "./app-secret.ts";
import type { Absence, Fact } from "./facts.ts";
import { byOperator, unknown, type Finding, type Remedy } from "./finding.ts";
import { isUnfitToAsk } from "./unfit-to-ask.ts";

/** No fact, for want of anything to read it from. `reason`: a whole sentence. */
export function withoutSource(reason: string, remedy: Remedy | null = null): Fact<never> {
  return { ok: false, failure: { kind: "no_source", reason, remedy } };
}

/** A check that could not be made: what could not be read, and why. Never a pass. */
export function notRead(what: string, failure: Absence): Finding {
  if (failure.kind === "no_source") return unknown(failure.reason, failure.remedy, { read: failure.kind });
  return unknown(`${what} could not be read: ${whyNot(failure)}.`, remedyOf(failure), observedOf(failure));
}

/** Why there is no fact, as the end of a sentence. */
export function whyNot(failure: Absence): string {
  if (failure.kind === "refused") return whyRefused(failure.error);
  if (failure.kind === "timeout") return "no answer came in time";
  if (failure.kind === "unreachable") return `no connection could be made (${failure.reason})`;
  return failure.kind === "no_source" ? failure.reason : `the answer cannot be understood (${failure.reason})`;
}

function whyRefused(error: GraphError): string {
  if (isAboutAppSecret(error)) return "Meta does not accept the proof of the app secret";
  if (isUnfitToAsk(error)) return "Meta shows it to the app itself, and to tokens of its developers, alone";
  const status = refusalStatus(error);
  if (status === "invalid_token") return "Meta does not accept the token";
  const words = inWords(error);
  return status === "throttled" ? `Meta limits the calls at the moment (${words})` : `Meta refuses it (${words})`;
}

/** An error of Graph's as a person reads it, without the point at its end. */
export function inWords({ code, subcode, message }: GraphError): string {
  const words = message.replace(/^\(#\d+\) /, "").replace(/\.$/, "");
  return subcode === null ? `#${code}: ${words}` : `#${code}, subcode ${subcode}: ${words}`;
}

function remedyOf(failure: Exclude<Absence, { kind: "no_source" }>): Remedy | null {
  if (failure.kind === "unreachable") return byOperator(CHECK_CONNECTION);
  if (failure.kind !== "refused") return { actor: "meta", resolution: [ASK_AGAIN] };
  if (isUnfitToAsk(failure.error)) return byOperator(INSPECT_TOKEN);
  const status = refusalStatus(failure.error);
  if (status === "app_blocked" || status === "invalid_token" || status === "throttled") return ADVICE[status];
  return status === "meta_unavailable" ? { actor: "meta", resolution: [ASK_AGAIN] } : null;
}

/** What a failed read leaves to look at. */
export function observedOf(failure: Absence): Observed {
  if (failure.kind !== "refused") return { read: failure.kind };
  const { code, subcode, message } = failure.error;
  return { read: failure.kind, code, subcode, message };
}
