import type { Listed } from "../../client/src/watch.ts";
import { CALLS, type CallName } from "../../functions/src/contract/calls.ts";
import type { Backend } from "../src/boot/backend.ts";
import type { Connections, Exhibit } from "./exhibit.ts";

const known = <Document>(list: readonly Document[] = []): Listed<Document>[] =>
  list.map((document, index) => ({ id: String(index), state: "known", document }));
const soon = (tell: () => void): (() => void) => {
  const timer = setTimeout(tell);
  return () => clearTimeout(timer);
};
const notPlayed = (): Promise<never> => Promise.reject(new Error("The gallery does not play this call."));
const played = <Answer>(answer: Answer | null | undefined): Promise<Answer> =>
  answer === null || answer === undefined ? notPlayed() : Promise.resolve(answer);

const NOT_PLAYED = Object.fromEntries(Object.keys(CALLS).map((name) => [name, notPlayed])) as Record<
  CallName,
  typeof notPlayed
>;

/** A backend that knows these situations and no other, and that connects an account in the way that its customer's id names. */
export function galleryBackend(situations: readonly Exhibit[], connections: Connections): Backend {
  const find = (id: string | undefined): Exhibit | undefined => situations.find((situation) => situation.id === id);
  const registered = new Set<string>();
  const listeners = new Set<() => void>();
  /** What is stored of a number: what a registration has left behind, once there was one. */
  const stored = (id: string): Pick<Exhibit, "attempts" | "document"> | undefined => {
    const situation = find(id);
    return registered.has(id) ? (situation?.turned ?? situation) : situation;
  };
  const following = (tell: () => void): (() => void) => {
    const stop = soon(tell);
    listeners.add(tell);
    return () => {
      stop();
      listeners.delete(tell);
    };
  };
  const numbers: Backend["watchPhoneNumbers"] = (tell) =>
    soon(() =>
      tell(
        situations.flatMap(({ id, document }) =>
          document === null ? [] : [{ id, state: "known" as const, document }],
        ),
      ),
    );
  return {
    ...NOT_PLAYED,
    loadCalls: () => Promise.resolve(),
    registerPhoneNumber: async ({ phoneNumberId }) => {
      const result = await played(find(phoneNumberId)?.registration);
      if (phoneNumberId !== undefined) registered.add(phoneNumberId);
      for (const tell of listeners) tell();
      return result;
    },
    diagnoseAccess: async ({ phoneNumberId }, followed) => {
      const diagnosis = await played(find(phoneNumberId)?.diagnosis);
      for (const check of diagnosis.checks) followed?.onPart(check);
      return diagnosis;
    },
    listPhoneNumbers: ({ wabaId }) => played(connections.lists[wabaId ?? "own"]),
    connectAccount: ({ customerId }) => played(connections.results[customerId ?? ""]),
    watchPhoneNumber: (id, tell) =>
      following(() => {
        const document = stored(id)?.document ?? null;
        tell(document === null ? { state: "absent" } : { state: "known", document });
      }),
    watchPhoneNumbers: numbers,
    watchNumbersOfCustomer: (_customer, tell, onError) => numbers(tell, onError),
    watchAccountsOfCustomer: (_customer, tell) => soon(() => tell(known(connections.accounts))),
    watchAttempts: (id, tell) => following(() => tell(known(stored(id)?.attempts))),
    watchAccountAttempts: (_id, tell) => soon(() => tell([])),
    watchTransitions: (id, tell) => soon(() => tell(known(find(id)?.transitions))),
    watchEvents: (id, tell) => soon(() => tell(known(find(id)?.events))),
    watchTestMessages: (id, tell) => soon(() => tell(known(find(id)?.messages))),
    watchTestMessage: () => () => undefined,
  };
}
