import { callError } from "../../../client/src/call-error.ts";
import type { AccessCheck, AccessDiagnosis } from "../../../functions/src/contract/diagnose-access.ts";
import { diagnosisMap } from "../../../functions/src/contract/diagnosis-map.ts";
import type { Actor } from "../../../functions/src/contract/failure.ts";
import { announce } from "../dom/announce.ts";
import { element, fill } from "../dom/element.ts";
import { diagnosisChain } from "../parts/diagnosis-chain.ts";
import { result } from "../parts/result.ts";
import { steps } from "../parts/steps.ts";
import { CHECK_COUNT, decidingCheck, SENDING_WORDS, VERDICT_WORDS } from "../words/checks.ts";
import { ACTORS, failureView } from "../words/failure.ts";
import { problemView } from "../words/problem.ts";
import type { Desk } from "./desk.ts";

/** The panel that runs the checks and shows each as it finishes. Leaving the page gives them up. */
export function diagnosePanel({ client, phoneNumberId }: Desk, left: AbortSignal): HTMLElement {
  const progress = element("p", { class: "busy", role: "status", hidden: true });
  const verdict = element("div", {});
  const list = element("ol", { class: "chain", "aria-label": "From Meta to a message" });
  const start = element("button", { type: "button", class: "primary" }, "Run the checks");
  let running = false;

  const run = async (): Promise<void> => {
    const found: AccessCheck[] = [];
    const onPart = (check: AccessCheck): void => {
      found.push(check);
      fill(progress, `${found.length} of ${CHECK_COUNT} checks done`);
      fill(list, ...diagnosisChain(diagnosisMap(found)));
    };
    fill(verdict);
    fill(list);
    progress.hidden = false;
    fill(progress, "Reading from Meta. No attempt is spent.");
    try {
      const diagnosis = await client.diagnoseAccess({ phoneNumberId }, { onPart, signal: left });
      if ("status" in diagnosis) {
        fill(verdict, result(failureView(diagnosis, Date.now())));
      } else {
        const first = diagnosis.verdict.state === "fix" ? diagnosis.verdict.firstAction?.check : undefined;
        fill(list, ...diagnosisChain(diagnosisMap(diagnosis.checks, first)));
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
    element("h3", {}, headline),
    element("p", {}, summary),
    firstAction === null ? null : element("p", { class: "actor" }, nextBy(state, firstAction.actor)),
    firstAction === null || state === "fix" ? null : steps([firstAction]),
  );
}

/** Whether a message will arrive, and what is first in its way. */
function sendingCard(diagnosis: AccessDiagnosis): HTMLElement {
  const [headline, tone] = SENDING_WORDS[diagnosis.sending.verdict];
  const decides = decidingCheck(diagnosis);
  if (decides !== undefined && hangsOnFirst(diagnosis, decides))
    return element(
      "section",
      { class: "result hangs", "data-tone": tone, "data-sending": diagnosis.sending.verdict },
      element("h3", {}, headline),
      element("p", {}, "It depends on the first broken link."),
    );
  return element(
    "section",
    { class: "result", "data-tone": tone, "data-sending": diagnosis.sending.verdict },
    element("h3", {}, headline),
    decides === undefined ? null : element("p", {}, `${decides.title}: ${decides.finding}`),
    decides === undefined || decides.actor === null ? null : element("p", { class: "actor" }, ACTORS[decides.actor]),
    decides === undefined ? null : steps(decides.resolution.slice(0, 1)),
  );
}

function hangsOnFirst({ checks, verdict }: AccessDiagnosis, check: AccessCheck): boolean {
  return diagnosisMap(checks, verdict.firstAction?.check).some(({ hanging }) =>
    hanging.some(({ id }) => id === check.id),
  );
}

/** A healthy number has nothing to put right, at most something left to do. */
function nextBy(state: AccessDiagnosis["verdict"]["state"], actor: Actor): string {
  return state === "healthy" && actor === "operator" ? "What you can still do:" : ACTORS[actor];
}
