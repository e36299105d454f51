import type { PhoneNumberAdditionResult } from "../contract/add-phone-number.ts";
import { ADDITION_ADVICE } from "../domain/advice/addition-advice.ts";
import type { WabaNumber } from "../domain/diagnosis/access-findings.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import { mayHaveHappened, statusOfSilence } from "../domain/error/call-refusal.ts";
import { isFoundIn } from "../domain/number-home.ts";
import {
  ADDITION_OPEN_MS,
  additionFailure,
  additionResult,
  migrationNotReady,
  type AdditionOutcome,
  type SimpleAdditionFailure,
} from "../domain/outcome/addition.ts";
import { unmetPreconditions } from "../domain/outcome/migration.ts";
import type { AdditionReply } from "../domain/reply.ts";
import { explainFailedRead } from "./account-access.ts";
import type { AdditionAsk, AdditionPorts } from "./addition.ts";
import { explainAddition } from "./explain-addition.ts";
import { leasedAccountCall, postOfAccount, type AccountUnderway, type AccountWorked } from "./leased-account-call.ts";
import { lookUntil } from "./look-until.ts";
import type { Read } from "./ports.ts";
import { present, readMigration } from "./read-migration.ts";

type Worked = AccountWorked<AdditionOutcome>;

/** An account may list its numbers on several pages. */
const LIST_MS = 8000;
const ONE_LOOK_MS = 3000;

/**
 * Creates a number in the account, or moves one there, at most once: the account's list is looked through first, and again where no
 * answer came that can be read. @throws when the number's lease is in doubt: then nothing was sent.
 */
export async function addPhoneNumber(ports: AdditionPorts, ask: AdditionAsk): Promise<PhoneNumberAdditionResult> {
  const digits = `${ask.countryCode}${ask.phoneNumber}`;
  const { outcome, now } = await leasedAccountCall<AdditionOutcome>(ports, ask, {
    call: "add_number",
    digits,
    callbackUrl: null,
    inProgress: (retryAfterMs) => callFailure(ADDITION_ADVICE, "in_progress", null, retryAfterMs),
    work: (underway) => add(ports, ask, digits, underway),
  });
  return additionResult(outcome, ask.wabaId, now);
}

async function add(ports: AdditionPorts, ask: AdditionAsk, digits: string, underway: AccountUnderway): Promise<Worked> {
  const { now, openSince, elapsed, sends } = underway;
  const listed = await ports.graph.numbersOfWaba(ask.wabaId, LIST_MS);
  // Without the list nobody knows whether the number is there already.
  if (!listed.ok) {
    ports.journal.readFailed({ wabaId: ask.wabaId, read: "numbersOfWaba", failure: listed.failure });
    const outcome = await explainFailedRead<SimpleAdditionFailure>(ports, ask, ADDITION_ADVICE, listed.failure);
    return { outcome, open: "still", added: null };
  }
  const known = await present(ports.graph, listed.value, digits);
  if (known !== null) return alreadyThere(ports, ask, known, openSince !== null);
  const openMs = (openSince ?? -Infinity) + ADDITION_OPEN_MS - now;
  if (openMs > 0) return { outcome: additionFailure("outcome_unknown", null, openMs), open: "still", added: null };
  if (ask.migrate) {
    const unmet = unmetPreconditions(await readMigration(ports, ask, digits));
    if (unmet.length > 0) return { outcome: migrationNotReady(unmet), open: "no", added: null };
  }
  const withheld = await sends({ changes: [ask.migrate ? "move_number" : "create_number"], replacedUrl: null });
  if (withheld !== null) {
    const outcome = additionFailure(withheld.status, null, withheld.retryAfterMs);
    return { outcome, open: "still", added: null };
  }
  const verifiedName = ask.migrate ? null : ask.verifiedName;
  const about = { call: "add_number", wabaId: ask.wabaId, attemptId: ask.attemptId } as const;
  const reply = await postOfAccount(ports, about, elapsed, (deadlineMs) =>
    ports.graph.addNumber({ ...ask, verifiedName }, deadlineMs),
  );
  return judged(ports, ask, { digits, reply, numbers: listed.value.length, isOpen: openSince !== null });
}

/** The account lists the number. It is ours where an earlier request of ours was open, or it was added from here before. */
async function alreadyThere(
  ports: AdditionPorts,
  ask: AdditionAsk,
  phoneNumberId: string,
  isOurs: boolean,
): Promise<Worked> {
  const managed = isOurs || isFoundIn(ask, phoneNumberId, await ports.homes.homeOf(phoneNumberId));
  const outcome = { status: "already_added", phoneNumberId, managed } as const;
  return { outcome, open: "no", added: isOurs ? await seen(ports, ask.wabaId, phoneNumberId) : null };
}

/** The new number as Meta shows it. What cannot be read now is read within a minute by the reconciler. */
async function seen(ports: AdditionPorts, wabaId: string, phoneNumberId: string): Promise<Worked["added"]> {
  const read = await ports.graph.readNumber(phoneNumberId, ONE_LOOK_MS);
  if (!read.ok) ports.journal.readFailed({ wabaId, read: "number", failure: read.failure });
  return { phoneNumberId, view: read.ok ? read.value : null };
}

/** What was posted, what came of it, and how many numbers the account listed before. */
interface PostedAddition {
  /** Whether the outcome of an earlier request of ours is open. */
  readonly isOpen: boolean;
  readonly digits: string;
  readonly reply: AdditionReply;
  readonly numbers: number;
}

async function judged(ports: AdditionPorts, ask: AdditionAsk, posted: PostedAddition): Promise<Worked> {
  const { digits, reply, numbers, isOpen } = posted;
  if (reply.kind === "accepted") return added(ports, ask, reply.phoneNumberId);
  if (reply.kind === "not_sent") return { outcome: additionFailure("meta_unavailable"), open: "no", added: null };
  if (mayHaveHappened(reply)) {
    const found = await lookAgain(ports, ask, digits);
    if (found !== null) return added(ports, ask, found);
    const outcome =
      reply.kind === "refused"
        ? additionFailure("meta_unavailable", reply.error, ADDITION_OPEN_MS)
        : additionFailure(statusOfSilence(reply), null, ADDITION_OPEN_MS);
    return { outcome, open: "now", added: null };
  }
  if (reply.kind === "unreadable") return { outcome: additionFailure(statusOfSilence(reply)), open: "no", added: null };
  const explained = await explainAddition(ports, ask, { digits, numbers, ...reply });
  if (explained !== "already_added") return { outcome: explained, open: "no", added: null };
  const found = await lookAgain(ports, ask, digits);
  if (found !== null) return alreadyThere(ports, ask, found, isOpen);
  return {
    outcome: additionFailure("outcome_unknown", reply.error, ADDITION_OPEN_MS),
    open: isOpen ? "still" : "no",
    added: null,
  };
}

async function added(ports: AdditionPorts, { wabaId }: AdditionAsk, phoneNumberId: string): Promise<Worked> {
  return { outcome: { status: "added", phoneNumberId }, open: "no", added: await seen(ports, wabaId, phoneNumberId) };
}

/** Looks for the number in the account's list. */
function lookAgain(ports: AdditionPorts, { wabaId }: AdditionAsk, digits: string): Promise<string | null> {
  return lookUntil(ports.clock, async (deadlineMs) => {
    const listed: Read<readonly WabaNumber[]> = await ports.graph.numbersOfWaba(wabaId, deadlineMs);
    if (listed.ok) return present(ports.graph, listed.value, digits);
    ports.journal.readFailed({ wabaId, read: "numbersOfWaba", failure: listed.failure });
    return null;
  });
}
