import type { PhoneNumberView } from "../contract/refresh-phone-number.ts";
import { READ_ADVICE, type PlainReadFailure } from "../domain/advice/read-advice.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import { callFailure, failedAnswer, retryAtOf, toldOf, type Failed } from "../domain/error/call-failure.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { sendingLooks } from "./look-at-sending.ts";
import type { CallSubject, Clock, PhoneNumbers, Read, ReadFailure, SendingSource } from "./ports.ts";
import type { AccessPorts } from "./read-access.ts";
import type { ChangeJournal } from "./webhook-ports.ts";

const READ_MS = 8000;

/** What reading a number anew needs of the world. */
export interface RefreshPorts extends AccessPorts {
  readonly numbers: PhoneNumbers;
  readonly sending: SendingSource;
  readonly clock: Clock;
  readonly journal: AccessPorts["journal"] & ChangeJournal;
}

/**
 * Reads a number and whether its messages arrive, and writes down what that shows, as a look of the reconciler's does. That Meta cannot be read is an answer too.
 * @throws when Firestore cannot be written.
 */
export async function refreshPhoneNumber(ports: RefreshPorts, ask: CallSubject): Promise<PhoneNumberView> {
  const { phoneNumberId } = ask;
  const remembered = ports.numbers.known(phoneNumberId);
  // Where the number cannot be read, nobody asks for it.
  remembered.catch(() => undefined);
  const [read, token] = await Promise.all([
    ports.graph.readNumber(phoneNumberId, READ_MS),
    ports.graph.inspectToken(READ_MS),
  ]);
  if (!read.ok) {
    ports.journal.readFailed({ phoneNumberId, read: "number", failure: read.failure });
    const outcome = toldOf(ask, await explain(ports, ask, read.failure, token));
    return failedAnswer(outcome, { phoneNumberId }, retryAtOf(outcome, ports.clock.now()));
  }
  const view = read.value;
  const known = await remembered;
  const sending = await sendingLooks(ports.sending, ports.clock.now())({ ...ask, view, known, token });
  const { document, transition } = await ports.numbers.look(phoneNumberId, {
    view,
    refusal: null,
    token: null,
    sending,
  });
  if (document === null) throw new TypeError("A number that was read has no document.");
  if (transition !== null) ports.journal.phoneNumberChanged({ phoneNumberId, seenBy: "refresh", transition });
  return { status: "refreshed", phoneNumberId, ...document };
}

/** Why the number could not be read. A refusal is written down too, since it tells whether the token reaches the number. */
async function explain(
  ports: RefreshPorts,
  ask: CallSubject,
  failure: ReadFailure,
  token: Read<TokenFacts>,
): Promise<Failed<PlainReadFailure>> {
  if (failure.kind !== "refused") return callFailure(READ_ADVICE, "meta_unavailable");
  const { error } = failure;
  const { phoneNumberId } = ask;
  const { transition } = await ports.numbers.look(phoneNumberId, { view: null, refusal: error, token: null });
  if (transition !== null) ports.journal.phoneNumberChanged({ phoneNumberId, seenBy: "refresh", transition });
  const refusal = { call: "read_number", error, regainAccessMs: null } as const;
  const known = { token: token.ok ? token.value : null, view: null, numberRefusal: error, wabaNumbers: null };
  const { outcome } = await explainRefusal(ports, ask, READ_ADVICE, refusal, known);
  return outcome;
}
