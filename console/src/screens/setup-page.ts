import type { CallError } from "../../../client/src/call-error.ts";
import type { Unwatch } from "../../../client/src/watch.ts";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import { addNumberForm } from "../actions/add-number.ts";
import { connectWebhookForm } from "../actions/connect-webhook.ts";
import type { Desk } from "../actions/desk.ts";
import { registerForm } from "../actions/register.ts";
import { testMessageForm } from "../actions/test-message.ts";
import { verifyForms } from "../actions/verify.ts";
import type { Backend } from "../boot/backend.ts";
import type { DemoAnswers } from "../boot/demo.ts";
import { hashOf } from "../boot/route.ts";
import { element, fill, verbatim } from "../dom/element.ts";
import { keeping } from "../dom/keeping.ts";
import { titled } from "../dom/titled.ts";
import { backLink } from "../parts/back-link.ts";
import { reasonList } from "../parts/reasons.ts";
import { result } from "../parts/result.ts";
import { setupList } from "../parts/setup-list.ts";
import { numberView } from "../words/number.ts";
import { problemView } from "../words/problem.ts";
import { NO_FACTS, setupSteps, type SetupFacts, type SetupStepName } from "../words/setup.ts";

/** What the guided flow works with. `phoneNumberId` null: no number has been added yet. */
export interface SetupDesk {
  readonly client: Backend;
  readonly phoneNumberId: string | null;
  readonly demo: DemoAnswers | null;
}

/**
 * From nothing to a message that arrives, one step after the other. It goes by what Firestore holds alone, so it can be left at any step
 * and goes on there. `left` ends its listening.
 */
export function setupPage(desk: SetupDesk, left: AbortSignal): HTMLElement {
  const { client, phoneNumberId } = desk;
  const head = element("header", { class: "number-head" });
  const trouble = element("div", { class: "trouble" });
  const account: KnownAccount = { wabaId: null, number: null };
  const list = setupList(panelsOf(desk, account, left));
  const keep = keeping();
  let facts = NO_FACTS;

  const show = (change: Partial<SetupFacts>): void => {
    facts = { ...facts, ...change };
    account.number = facts.number.state === "known" ? facts.number.document : null;
    const steps = setupSteps(facts, Date.now());
    list.show(steps);
    const isComplete = steps.every(({ state }) => state === "done");
    const { number } = facts;
    const { title, subtitle } = phoneNumberId === null ? NEW : numberView(phoneNumberId, number);
    titled(phoneNumberId === null ? title : `Set up ${title}`);
    const reasons = number.state === "known" && !isComplete ? number.document.reasons : [];
    fill(
      head,
      element("h1", {}, phoneNumberId === null ? title : verbatim(title)),
      subtitle === null ? null : element("p", { class: "quiet" }, subtitle),
      element("p", { class: "lead" }, isComplete ? COMPLETE : LEAD),
      reasons.length === 0 ? null : keep(reasons, () => reasonList(reasons)),
      phoneNumberId === null
        ? null
        : element(
            "p",
            {},
            element("a", { href: hashOf({ page: "number", id: phoneNumberId }) }, "Everything about the number"),
          ),
    );
  };
  show({});
  if (phoneNumberId !== null)
    follow(client, phoneNumberId, {
      show,
      account,
      left,
      onError: (error) => fill(trouble, result(problemView(error))),
    });
  return element("article", { class: "setup-page" }, backLink(), head, trouble, list.panel);
}

const NEW = { title: "Set up a number", subtitle: null };
const LEAD = "Step by step to a message that arrives. You may leave at any step: the page goes on where you stopped.";
const COMPLETE = "The number sends and receives. Nothing is left to set up.";

/** What a step's panel holds while there is no number yet. */
const ahead = (): HTMLElement => element("p", { class: "quiet" }, "This comes once the account has the number.");

function panelsOf(
  { client, phoneNumberId, demo }: SetupDesk,
  account: Readonly<KnownAccount>,
  left: AbortSignal,
): Readonly<Record<SetupStepName, HTMLElement>> {
  const add = addNumberForm(client, (id) => {
    location.hash = hashOf({ page: "setup", id });
  });
  if (phoneNumberId === null) return { add, verify: ahead(), register: ahead(), webhook: ahead(), message: ahead() };
  const desk: Desk = { client, phoneNumberId, demo, answers: null, known: () => account.number };
  return {
    add,
    verify: verifyForms(desk),
    register: registerForm(desk),
    webhook: connectWebhookForm(client, () => account.wabaId),
    message: testMessageForm(desk, left),
  };
}

/** What is known by now: the account that the number belongs to, and the number's document. */
interface KnownAccount {
  wabaId: string | null;
  number: PhoneNumberDocument | null;
}

interface Following {
  readonly show: (change: Partial<SetupFacts>) => void;
  readonly account: KnownAccount;
  readonly left: AbortSignal;
  readonly onError: (error: CallError) => void;
}

/** Listens to the number, and to its account once the number names it. */
function follow(client: Backend, id: string, { show, account, left, onError }: Following): void {
  const unwatch: Unwatch[] = [];
  left.addEventListener("abort", () => {
    for (const stop of unwatch) stop();
  });
  const followAccount = (wabaId: string | null): void => {
    if (wabaId === null || wabaId === account.wabaId || left.aborted) return;
    account.wabaId = wabaId;
    unwatch.push(client.watchAccountAttempts(wabaId, (accountAttempts) => show({ accountAttempts }), onError));
  };
  unwatch.push(
    client.watchPhoneNumber(
      id,
      (number) => {
        show({ number });
        if (number.state === "known") followAccount(number.document.wabaId ?? null);
      },
      onError,
    ),
    client.watchAttempts(id, (attempts) => show({ attempts }), onError),
    client.watchTestMessages(id, (messages) => show({ messages }), onError),
  );
}
