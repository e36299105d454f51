import { callError } from "../../../client/src/call-error.ts";
import type { AccessCheck, AccessDiagnosis } from "../../../functions/src/contract/diagnose-access.ts";
import type { Actor } from "../../../functions/src/contract/failure.ts";
import { announce } from "../dom/announce.ts";
import { element, fill } from "../dom/element.ts";
import { breakable } from "../parts/breakable.ts";
import { pill } from "../parts/pill.ts";
import { result } from "../parts/result.ts";
import { rows } from "../parts/rows.ts";
import { steps } from "../parts/steps.ts";
import {
  CHECK_COUNT,
  CHECK_WORDS,
  decidingCheck,
  inOrder,
  observedRows,
  SENDING_WORDS,
  VERDICT_WORDS,
} from "../words/checks.ts";
import { ACTORS, failureView } from "../words/failure.ts";
import { problemView } from "../words/problem.ts";
import type { Desk } from "./desk.ts";

/** The panel that runs the checks and shows each as it finishes. Leaving the page gives them up. */
export function diagnosePanel({ client, phoneNumberId }: Desk, left: AbortSignal): HTMLElement {
  const progress = element("p", { class: "busy", role: "status", hidden: true });
  const verdict = element("div", {});
  const list = element("ol", { class: "checks" });
  const start = element("button", { type: "button", class: "primary" }, "Run the checks");
  let running = false;

  const run = async (): Promise<void> => {
    const found: AccessCheck[] = [];
    const onPart = (check: AccessCheck): void => {
      found.push(check);
      progress.textContent = `${found.length} of ${CHECK_COUNT} checks done`;
      fill(list, ...inOrder(found).map(checkItem));
    };
    fill(verdict);
    fill(list);
    progress.hidden = false;
    progress.textContent = "Reading from Meta. No attempt is spent.";
    try {
      const diagnosis = await client.diagnoseAccess({ phoneNumberId }, { onPart, signal: left });
      if ("status" in diagnosis) {
        fill(verdict, result(failureView(diagnosis, Date.now())));
      } else {
        fill(list, ...inOrder(diagnosis.checks).map(checkItem));
        fill(verdict, verdictCard(diagnosis.verdict), sendingCard(diagnosis));
        announce(`${diagnosis.verdict.summary} ${SENDING_WORDS[diagnosis.sending.verdict][0]}.`);
      }
    } catch (error) {
      fill(verdict, result(problemView(callError(error))));
    } finally {
      progress.hidden = true;
    }
  };

  start.addEventListener("click", () => {
    if (running) return;
    running = true;
    start.ariaDisabled = "true";
    void run().finally(() => {
      running = false;
      start.ariaDisabled = null;
    });
  });
  return element("div", { class: "call" }, element("div", { class: "buttons" }, start), progress, verdict, list);
}

function verdictCard({ state, summary, firstAction }: AccessDiagnosis["verdict"]): HTMLElement {
  const [headline, tone] = VERDICT_WORDS[state];
  return element(
    "section",
    { class: "result", "data-tone": tone },
    element("h4", {}, headline),
    element("p", {}, summary),
    firstAction === null ? null : element("p", { class: "actor" }, nextBy(state, firstAction.actor)),
    firstAction === null ? null : steps([firstAction]),
  );
}

/** Whether a message will arrive, and what is first in its way. */
function sendingCard(diagnosis: AccessDiagnosis): HTMLElement {
  const [headline, tone] = SENDING_WORDS[diagnosis.sending.verdict];
  const decides = decidingCheck(diagnosis);
  return element(
    "section",
    { class: "result", "data-tone": tone, "data-sending": diagnosis.sending.verdict },
    element("h4", {}, headline),
    decides === undefined ? null : element("p", {}, `${decides.title}: ${decides.finding}`),
    decides === undefined || decides.actor === null ? null : element("p", { class: "actor" }, ACTORS[decides.actor]),
    decides === undefined ? null : steps(decides.resolution.slice(0, 1)),
  );
}

/** A healthy number has nothing to put right, at most something left to do. */
function nextBy(state: AccessDiagnosis["verdict"]["state"], actor: Actor): string {
  return state === "healthy" && actor === "operator" ? "What you can still do:" : ACTORS[actor];
}

/** A check that passed is one line; what was read is behind it. Any other says what to do. */
function checkItem(check: AccessCheck): HTMLElement {
  const [word, tone] = CHECK_WORDS[check.state];
  const observed = observedRows(check.observed);
  const line = [
    element("strong", {}, ...breakable(check.title)),
    element("span", { class: "finding" }, check.finding),
    pill(word, tone),
  ];
  return element(
    "li",
    { "data-tone": tone, "data-check": check.id },
    observed.length === 0
      ? element("div", { class: "check-line" }, ...line)
      : element("details", {}, element("summary", { class: "check-line" }, ...line), rows(observed)),
    check.actor === null || check.resolution.length === 0
      ? null
      : element("p", { class: "actor" }, ACTORS[check.actor]),
    steps(check.resolution),
  );
}
