import type { PhoneNumberList } from "../contract/list-phone-numbers.ts";
import { READ_ADVICE, type PlainReadFailure } from "../domain/advice/read-advice.ts";
import { failedAnswer, retryAtOf, toldOf } from "../domain/error/call-failure.ts";
import { isFoundIn, type NamedNumbers } from "../domain/number-home.ts";
import { explainFailedRead, type AccountReading } from "./account-access.ts";
import type { AccountGraph, AccountSubject, HomesOfMany } from "./account-ports.ts";
import type { Clock } from "./ports.ts";

/** A list may have several pages. */
const LIST_MS = 8000;

/** What listing an account's numbers needs of the world. */
export interface NumberListPorts extends AccountReading {
  readonly graph: AccountReading["graph"] & Pick<AccountGraph, "listNumbers">;
  readonly homes: HomesOfMany;
  readonly clock: Pick<Clock, "now">;
}

/** The account whose numbers are asked for. */
export interface NumberListAsk extends AccountSubject, NamedNumbers {}

/**
 * Lists the numbers that an account holds at Meta. It changes nothing, at Meta or here. That Meta cannot be read is an answer too.
 * @throws when Firestore cannot be read.
 */
export async function listPhoneNumbers(ports: NumberListPorts, ask: NumberListAsk): Promise<PhoneNumberList> {
  const { wabaId } = ask;
  const listed = await ports.graph.listNumbers(wabaId, LIST_MS);
  if (!listed.ok) {
    const { failure } = listed;
    ports.journal.readFailed({ wabaId, read: "listNumbers", failure });
    const outcome = toldOf(ask, await explainFailedRead<PlainReadFailure>(ports, ask, READ_ADVICE, failure));
    return failedAnswer(outcome, { wabaId }, retryAtOf(outcome, ports.clock.now()));
  }
  const homes = await ports.homes.homesOf(listed.value.map(({ id }) => id));
  const numbers = listed.value.map(({ id, ...words }, index) => ({
    phoneNumberId: id,
    ...words,
    managed: isFoundIn(ask, id, homes[index] ?? null),
  }));
  return { status: "listed", wabaId, numbers };
}
