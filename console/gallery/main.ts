import "../src/boot/no-code-from-text.ts";
import type { Listed } from "../../client/src/watch.ts";
import type { Backend } from "../src/backend.ts";
import { fill } from "../src/dom/element.ts";
import { operatorPage } from "../src/screens/operator-page.ts";
import { shell } from "../src/screens/shell.ts";
import type { Situation } from "./situation.ts";

// The operator's page over situations that are made up: every part of it, and no backend.

const situations = (await (await fetch("/situations.json")).json()) as readonly Situation[];

const find = (id: string | undefined): Situation | undefined => situations.find((situation) => situation.id === id);
const known = <Document>(list: readonly Document[] = []): Listed<Document>[] =>
  list.map((document, index) => ({ id: String(index), state: "known", document }));
const soon = (tell: () => void): (() => void) => {
  const timer = setTimeout(tell);
  return () => clearTimeout(timer);
};
const notPlayed = (): Promise<never> => Promise.reject(new Error("The gallery does not play this call."));

const backend: Backend = {
  registerPhoneNumber: ({ phoneNumberId }) => {
    const result = find(phoneNumberId)?.registration ?? null;
    return result === null ? notPlayed() : Promise.resolve(result);
  },
  diagnoseAccess: ({ phoneNumberId }, following) => {
    const diagnosis = find(phoneNumberId)?.diagnosis ?? null;
    if (diagnosis === null) return notPlayed();
    for (const check of diagnosis.checks) following?.onPart(check);
    return Promise.resolve(diagnosis);
  },
  deregisterPhoneNumber: notPlayed,
  refreshPhoneNumber: notPlayed,
  requestVerificationCode: notPlayed,
  verifyPhoneNumber: notPlayed,
  setTwoStepPin: notPlayed,
  sendTestMessage: notPlayed,
  addPhoneNumber: notPlayed,
  connectWebhook: notPlayed,
  connectAccount: notPlayed,
  disconnectAccount: notPlayed,
  watchPhoneNumber: (id, tell) => {
    const document = find(id)?.document ?? null;
    return soon(() => tell(document === null ? { state: "absent" } : { state: "known", document }));
  },
  watchPhoneNumbers: (tell) =>
    soon(() =>
      tell(
        situations.flatMap(({ id, document }) =>
          document === null ? [] : [{ id, state: "known" as const, document }],
        ),
      ),
    ),
  watchNumbersOfCustomer: () => () => undefined,
  watchAccountsOfCustomer: () => () => undefined,
  watchAttempts: (id, tell) => soon(() => tell(known(find(id)?.attempts))),
  watchAccountAttempts: (_id, tell) => soon(() => tell([])),
  watchTransitions: (id, tell) => soon(() => tell(known(find(id)?.transitions))),
  watchEvents: (id, tell) => soon(() => tell(known(find(id)?.events))),
  watchTestMessages: (id, tell) => soon(() => tell(known(find(id)?.messages))),
  watchTestMessage: () => () => undefined,
};

const { main, badge } = shell();
badge.textContent = "gallery";
fill(main, operatorPage({ client: backend, demo: null, hasSignup: false }, new AbortController().signal));
