import type { Watched } from "../../../client/src/watch.ts";
import type { GraphError } from "../../../functions/src/contract/failure.ts";
import type { Lifecycle, Reason } from "../../../functions/src/contract/lifecycle.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { actorSentence, metaWords, said, type ResultView } from "./failure.ts";
import { LIFECYCLE, NEVER_SEEN, UNREADABLE, type LifecycleWords } from "./lifecycle.ts";
import { turnOf, type NextStep, type StatusWord } from "./next-step.ts";
import { reasonHeadline } from "./reason-headlines.ts";
import { moment } from "./time.ts";
import type { Tone } from "./tone.ts";

/** A number in use is registered, and not to be registered anew. */
export const IN_USE: ReadonlySet<Lifecycle> = new Set(["connected", "live", "coexistence"]);

/** The word that the pill of a number says. One that waits for somebody says for whom. */
export function stateOf(number: Watched<PhoneNumberDocument>): Pick<LifecycleWords, "tone" | "word"> {
  if (number.state !== "known") return number.state === "absent" ? NEVER_SEEN : UNREADABLE;
  const { lifecycle, reasons } = number.document;
  const [first] = reasons;
  const { word, tone } = LIFECYCLE[lifecycle];
  if (first === undefined) return { word, tone };
  if (lifecycle !== "action_required") return { word, tone: toneOf(lifecycle, first.code, tone) };
  return WAITING_FOR[isWithMeta(first) ? "meta" : first.actor];
}

/** Whether what has to be done for this reason is Meta's, or ends by itself. */
export const isWithMeta = ({ code, actor }: Reason): boolean => actor === "meta" || turnOf(code).turn === "wait";

const WAITING_FOR: Readonly<Record<Reason["actor"], Pick<LifecycleWords, "tone" | "word">>> = {
  operator: { word: "Needs the operator", tone: "warn" },
  customer: { word: "Needs the business", tone: "warn" },
  meta: { word: "With Meta", tone: "busy" },
};

/** The step that brings a number further: none that would ask Meta for a registration that it refuses anyway. */
export function nextStepOf(number: Watched<PhoneNumberDocument>): NextStep | null {
  if (number.state !== "known")
    return number.state === "absent" ? { action: "read", label: "Read it from Meta" } : null;
  const { reasons, attempts, lifecycle } = number.document;
  const [first] = reasons;
  if (first === undefined) return lifecycle === "coexistence" ? MESSAGE : null;
  const { step } = turnOf(first.code);
  const spends = step?.action === "register" || step?.action === "register_again";
  return spends && attempts?.remaining === 0 ? turnOf("rate_limited").step : step;
}

const MESSAGE: NextStep = { action: "message", label: "Send a test message" };

/** What a number's document alone says of its situation at `now`, ms since the epoch, in the shape of an answer. */
export function situationView(number: Watched<PhoneNumberDocument>, now: number): ResultView {
  if (number.state !== "known") {
    const words = number.state === "absent" ? NEVER_SEEN : UNREADABLE;
    return said(words.tone, words.word, words.sentence);
  }
  const { lifecycle, reasons } = number.document;
  const words = LIFECYCLE[lifecycle];
  const [first] = reasons;
  if (first === undefined) return said(words.tone, words.word, words.sentence);
  const error = graphErrorBehind(number.document, first.code);
  return {
    ...said(
      toneOf(lifecycle, first.code, words.tone),
      reasonHeadline(first.code),
      first.message,
      ...waitUntil(number.document, first.code, now),
    ),
    word: first.code,
    actor: actorSentence(first.code, first.actor),
    steps: first.resolution,
    metaWords: error === null ? [] : metaWords(error),
  };
}

/** A number in use is fine, whatever else there is to look at; what only waits for Meta is no fault of it. */
function toneOf(lifecycle: Lifecycle, code: StatusWord, tone: Tone): Tone {
  if (!IN_USE.has(lifecycle) || code === "no_webhook_yet") return tone;
  return turnOf(code).turn === "wait" ? "busy" : "warn";
}

/** Meta's own error behind a reason, where it is known. */
function graphErrorBehind({ registration, access }: PhoneNumberDocument, code: StatusWord): GraphError | null {
  if (registration?.status === code && registration.graphError !== null) return registration.graphError;
  const isAboutAccess = code === "access_lost" || code === "missing_permission" || code === "invalid_token";
  return isAboutAccess && access?.readable === false ? access.graphError : null;
}

function waitUntil({ registration, attempts }: PhoneNumberDocument, code: StatusWord, now: number): string[] {
  const own = registration?.status === code ? registration.retryAt : null;
  const budget = code === "rate_limited" ? (attempts?.blockedUntil ?? attempts?.nextFreeAt ?? null) : null;
  const until = own ?? budget;
  return until !== null && Date.parse(until) > now ? [`Not before ${moment(until, now)}.`] : [];
}
