import type { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import { isRegistered } from "../../functions/src/domain/phone-number.ts";

/** How long a refusal stands that a person must do something about: as long as a request id means the same request. */
const REFUSAL_STANDS_MS = 24 * 3_600_000;

/** What Firestore says of a number, before it is asked for. */
export type KnownState =
  /** It is registered: there is nothing to do. */
  { readonly kind: "registered" } | Refused | { readonly kind: "open" };

/** The same caller was refused within a day, for something that time does not mend. */
export interface Refused {
  readonly kind: "refused";
  readonly status: string;
  readonly message: string;
  /** The first step that a person can take; `null`: none is known. */
  readonly step: string | null;
  readonly at: string;
}

/** Ends of a registration after which asking again may end otherwise, although nobody has done anything. */
const TIME_MENDS: ReadonlySet<string> = new Set([
  "awaiting_meta",
  "in_progress",
  "meta_unavailable",
  "outcome_unknown",
  "rate_limited",
  "recently_deleted",
  "throttled",
]);

export const timeMends = (status: string): boolean => TIME_MENDS.has(status);

/** Since when the refusals count of a run that begins now. `again`: what was refused before has been mended. */
export const refusalsSince = (now: number, again: boolean): number => (again ? now : now - REFUSAL_STANDS_MS);

/**
 * What is to be done about a number. A refusal that cost an attempt stands for a day, so that a command that is given again, after a crash or
 * by habit, spends none of the number's ten on the same PIN; it no longer stands where the number's reasons do not name it any more.
 */
export function knownStateOf(
  document: PhoneNumberDocument | null,
  { by, refusedSince }: { readonly by: string; readonly refusedSince: number },
): KnownState {
  const registration = document?.registration;
  if (document?.meta !== undefined && registration?.status !== "deregistered" && isRegistered(document.meta))
    return { kind: "registered" };
  if (document === null || registration === undefined || document.attempts?.used === 0) return { kind: "open" };
  const { status, at, message } = registration;
  const reason = document.reasons.find(({ code }) => code === status);
  const isOld = Date.parse(at) < refusedSince;
  if (reason === undefined || isOld || registration.by !== by || timeMends(status)) return { kind: "open" };
  const [step] = reason.resolution;
  return { kind: "refused", status, message: message ?? status, step: step === undefined ? null : stepText(step), at };
}

/** One step that a person can take, as a line. */
export const stepText = ({ title, detail }: { readonly title: string; readonly detail: string }): string =>
  `${title}: ${detail}`;

/** When a request made at this time, of a number that stands so, is the same request: ten minutes. */
const SAME_REQUEST_MS = 600_000;

/**
 * The request id of a registration. It follows from what Firestore says of the number, so that a command that is started again after a crash
 * asks under the same id as before, and gets the answer of the call that was under way then instead of a second POST. An ended
 * registration makes another id. `asked`: how many answers the number has had in this run.
 */
export function requestIdOf(document: PhoneNumberDocument | null, now: number, asked: number): string {
  const since = Date.parse(document?.registration?.at ?? "1970-01-01T00:00:00Z");
  return `bulk-${since}-${Math.floor(now / SAME_REQUEST_MS)}-${asked}`;
}
