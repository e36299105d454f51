import type { AccountStep, AccountStepId } from "../contract/account.ts";
import type { AccountConnectionResult } from "../contract/connect-account.ts";
import { READS_MS } from "../contract/patience.ts";
import type { MetaView } from "../contract/phone-number.ts";
import type { AccessToken } from "../domain/access-token.ts";
import {
  ACCOUNT_CONNECTION_ADVICE,
  type PlainAccountConnectionFailure,
} from "../domain/advice/account-connection-advice.ts";
import type { WabaNumber } from "../domain/diagnosis/access-findings.ts";
import { factsOf, isFailure, toldOf, type Failed } from "../domain/error/call-failure.ts";
import { mayHaveHappened, statusOfSilence } from "../domain/error/call-refusal.ts";
import { tokenView } from "../domain/lifecycle/token-view.ts";
import {
  accountConnectionResult,
  connectingFailure,
  exchangeFailure,
  nextOf,
  nextStep,
  stepsUntil,
  unlistedPermissions,
  type AccountConnectionOutcome,
} from "../domain/outcome/account-connection.ts";
import type { SignupCode } from "../domain/signup-code.ts";
import { explainAccountRefusal } from "./account-access.ts";
import type { AccountLeaseRequest, AccountLeases } from "./account-ports.ts";
import type {
  AccountConnections,
  AccountTokens,
  ConnectingGraph,
  ConnectingRequest,
  PendingConnections,
  SignupGraph,
} from "./customer-ports.ts";
import { inTurns } from "./in-turns.ts";
import {
  NOTHING_SENT,
  postOfAccount,
  sendingDesk,
  workOrRelease,
  type AccountUnderway,
} from "./leased-account-call.ts";
import type { CallAsk, CallJournal, Clock } from "./ports.ts";
import { proveAccount, type Claimed, type Proof } from "./prove-account.ts";
import { writtenDown } from "./written-down.ts";

/** What connecting an account needs of the world. */
export interface AccountConnectionPorts {
  readonly signups: SignupGraph;
  readonly graphOf: (token: AccessToken) => ConnectingGraph;
  readonly pending: PendingConnections;
  readonly accounts: AccountConnections;
  readonly tokens: AccountTokens;
  readonly leases: AccountLeases;
  readonly clock: Clock;
  readonly journal: CallJournal;
}

/** One request to connect an account. */
export interface AccountConnectionAsk extends ConnectingRequest {
  /** `null`: the connection is taken up where it stopped. */
  readonly code: SignupCode | null;
  /** The number that the caller says was chosen; `null`: none was named. */
  readonly phoneNumberId: string | null;
  /** This deployment's app; `null`: it is not set up for customers to connect. */
  readonly appId: string | null;
  /** Whether an account, or a number, is named as the deployment's own. */
  readonly isOwn: (id: string) => boolean;
  readonly mayPost?: CallAsk["mayPost"];
}

type Failure = Failed<PlainAccountConnectionFailure>;

/** How far a connection has come: the step that it reached, and what is to be told of others. */
interface Ended {
  readonly outcome: AccountConnectionOutcome;
  readonly steps: readonly AccountStep[];
}

const AT_ONCE = 4;
/** How many numbers are read at once for an answer that somebody waits for. */
const MOST_READ = 20;

/**
 * Connects a customer's account: exchanges the code at once and seals its token, proves against Meta what the browser claimed, and only
 * then touches the account. Whatever interrupts it, the next call goes on from there. @throws when the record's lease is in doubt.
 */
export async function connectAccount(
  ports: AccountConnectionPorts,
  ask: AccountConnectionAsk,
): Promise<AccountConnectionResult> {
  const { wabaId, attemptId } = ask;
  const { appId } = ask;
  if (appId === null) {
    const outcome = connectingFailure("not_configured");
    return accountConnectionResult(outcome, { wabaId, steps: failedAt("token", outcome), now: ports.clock.now() });
  }
  const elapsed = ports.clock.stopwatch();
  const answer = await ports.pending.begin(ask, ask.code);
  if (!answer.granted) {
    const outcome = connectingFailure("in_progress", null, answer.until - answer.now);
    ports.journal.callWithheld({ call: "connect_account", wabaId, status: outcome.status });
    return accountConnectionResult(outcome, { wabaId, steps: failedAt("token", outcome), now: answer.now });
  }
  const { outcome, steps } = await workOrGiveBack(ports, ask, async () => {
    const token = await tokenFor(ports, ask, answer, elapsed);
    return isFailure(token)
      ? { outcome: token, steps: failedAt("token", token) }
      : connect(ports, { ...ask, appId }, token, elapsed);
  });
  const { graphError } = factsOf(outcome);
  const about = { call: "connect_account", wabaId, attemptId } as const;
  const end = { about, status: outcome.status, graphError };
  const now = await writtenDown(ports, [end], () => ports.pending.end(ask));
  return accountConnectionResult(outcome, { wabaId, steps, now: now ?? answer.now });
}

async function workOrGiveBack(
  { pending }: AccountConnectionPorts,
  ask: AccountConnectionAsk,
  work: () => Promise<Ended>,
): Promise<Ended> {
  try {
    return await work();
  } catch (error) {
    await pending.end(ask).catch(() => undefined);
    throw error;
  }
}

const failedAt = (step: AccountStepId, { advice }: Failure): AccountStep[] => stepsUntil(step, advice.message);

/** The token of a new code; else that of an earlier one; else the account's own, where it is this customer's. */
async function tokenFor(
  ports: AccountConnectionPorts,
  ask: AccountConnectionAsk,
  known: { readonly newCode: SignupCode | null; readonly token: AccessToken | null },
  elapsed: () => number,
): Promise<AccessToken | Failure> {
  if (known.newCode !== null) return exchange(ports, ask, known.newCode, elapsed);
  return known.token ?? (await ports.tokens.tokenOf(ask)) ?? connectingFailure("code_refused");
}

async function exchange(
  ports: AccountConnectionPorts,
  ask: AccountConnectionAsk,
  code: SignupCode,
  elapsed: () => number,
): Promise<AccessToken | Failure> {
  // Its code is noted as handed in, so that it is exchanged once whatever the request's id: only the subscription is asked about.
  const about = { call: "connect_account", wabaId: ask.wabaId, attemptId: ask.attemptId } as const;
  const send = () => postOfAccount(ports, about, elapsed, (deadlineMs) => ports.signups.exchangeCode(code, deadlineMs));
  const first = await send();
  // Only where no byte of the request left may it be sent again: Meta takes a code once, and a lost answer may have used it up.
  const reply = first.kind === "not_sent" ? await send() : first;
  if (reply.kind === "accepted") {
    await ports.pending.keep(ask, reply.token);
    return reply.token;
  }
  if (reply.kind === "refused") return exchangeFailure(reply.error, reply.regainAccessMs);
  // Whatever hides the answer, the code may be used up.
  if (reply.kind === "unreadable") return connectingFailure("outcome_unknown");
  await ports.pending.unsend(ask);
  return connectingFailure("meta_unavailable");
}

type Proving = AccountConnectionAsk & Claimed;

async function connect(
  ports: AccountConnectionPorts,
  ask: Proving,
  token: AccessToken,
  elapsed: () => number,
): Promise<Ended> {
  const graph = ports.graphOf(token);
  const proof = await proveAccount(ports, ask, token, graph);
  if ("failure" in proof) return { outcome: proof.failure, steps: failedAt(proof.at, proof.failure) };
  const notes = { permissions: unlistedPermissions(proof.facts) };
  const seen = tokenView({ ok: true, value: proof.facts }, null, ports.clock.now());
  const view = { state: seen?.state ?? "valid", expiresAt: seen?.expiresAt ?? null } as const;
  const proven = { name: proof.name, businessId: proof.businessId, token, view };
  const claimed = await ports.accounts.claim(ask, proven, stepsUntil("webhook", null, notes));
  if (claimed.kind !== "claimed") {
    const failure =
      claimed.kind === "taken"
        ? connectingFailure("account_taken")
        : connectingFailure("in_progress", null, claimed.until - claimed.now);
    return { outcome: failure, steps: stepsUntil("account", failure.advice.message, notes) };
  }
  return underLease(ports, ask, async (sends) => {
    const refused = await subscribe(ports, ask, { graph, elapsed, sends });
    if (refused !== null) {
      const steps = stepsUntil("webhook", refused.advice.message, notes);
      await ports.accounts.note(ask, { steps, reason: refused.advice.message, phoneNumberIds: null });
      return { outcome: refused, steps };
    }
    return adoptNumbers(ports, ask, { graph, proof, notes });
  });
}

/** Works under the lease that came with the account, gives it back, and has the account's history tell of the call. */
async function underLease(
  ports: AccountConnectionPorts,
  ask: Proving,
  work: (sends: Sends) => Promise<Ended>,
): Promise<Ended> {
  const { wabaId, customerId, attemptId, by } = ask;
  const call = "connect_account";
  const request: AccountLeaseRequest = { wabaId, customerId, attemptId, by, call, digits: null, callbackUrl: null };
  const { leases, journal } = ports;
  const desk = sendingDesk(ports, request, ask);
  const ended = await workOrRelease(leases, request, desk.sent, () => work(desk.sends));
  const { status } = ended.outcome;
  const { advice, graphError } = factsOf(ended.outcome);
  try {
    const message = advice?.message ?? null;
    const told = { ...(desk.sent() ?? NOTHING_SENT), status, message, graphError, phoneNumberId: null };
    await leases.end(request, { open: "no", added: null }, told);
  } catch (error) {
    // The lease runs out by itself.
    journal.callUnrecorded({ call, wabaId, attemptId, status, error });
  }
  return ended;
}

type Sends = AccountUnderway["sends"];

/** What a call answers when another one has taken the account over: whatever is left to do is that one's. */
const overtaken = (notes: Partial<Record<AccountStepId, string | undefined>>): Ended => {
  const failure = connectingFailure("in_progress");
  return { outcome: failure, steps: stepsUntil("numbers", failure.advice.message, notes) };
};

/** Subscribes the app to the account's events; `null`: it is subscribed. A plain POST would clear an override, so it is read first. */
async function subscribe(
  ports: AccountConnectionPorts,
  { wabaId, customerId, attemptId, appId }: Proving,
  { graph, elapsed, sends }: { readonly graph: ConnectingGraph; readonly elapsed: () => number; readonly sends: Sends },
): Promise<Failure | null> {
  const isSubscribed = async (): Promise<boolean> => {
    const apps = await graph.subscribedApps(wabaId, READS_MS);
    if (!apps.ok) ports.journal.readFailed({ wabaId, read: "subscribedApps", failure: apps.failure });
    return apps.ok && apps.value.some(({ id }) => id === appId);
  };
  if (await isSubscribed()) return null;
  const withheld = await sends({ changes: ["subscribe_app"], replacedUrl: null });
  if (withheld !== null) return connectingFailure(withheld.status, null, withheld.retryAfterMs);
  const about = { call: "connect_account", wabaId, attemptId } as const;
  const reply = await postOfAccount(ports, about, elapsed, (deadlineMs) =>
    graph.subscribeApp({ wabaId, override: null }, deadlineMs),
  );
  if (reply.kind === "accepted") return null;
  if (reply.kind === "not_sent") return connectingFailure("meta_unavailable");
  if (mayHaveHappened(reply) && (await isSubscribed())) return null;
  if (reply.kind === "unreadable") return connectingFailure(statusOfSilence(reply));
  const subject = { wabaId, customerId, businessId: null };
  const outcome = await explainAccountRefusal<PlainAccountConnectionFailure>(
    { graph, journal: ports.journal },
    subject,
    ACCOUNT_CONNECTION_ADVICE,
    { call: "connect_account", error: reply.error, regainAccessMs: reply.regainAccessMs },
  );
  return toldOf(subject, outcome);
}

/** Reads the account's numbers and makes them the customer's. None of them is registered here. */
async function adoptNumbers(
  ports: AccountConnectionPorts,
  ask: Proving,
  {
    graph,
    proof,
    notes,
  }: {
    readonly graph: ConnectingGraph;
    readonly proof: Proof;
    readonly notes: Partial<Record<AccountStepId, string | undefined>>;
  },
): Promise<Ended> {
  const { wabaId, customerId, phoneNumberId } = ask;
  const adopted = new Map<string, MetaView | null>();
  let isOvertaken = false;
  // The named number comes first: where an account lists very many, the reconciler reads the rest.
  const inOrder = proof.numbers.toSorted((one, other) => rank(one, ask) - rank(other, ask));
  const read = new Set(inOrder.slice(0, MOST_READ).map(({ id }) => id));
  await inTurns(AT_ONCE, inOrder, async ({ id }) => {
    const view = read.has(id) ? await readNumber(ports, wabaId, { graph, id }) : null;
    const answer = await ports.accounts.adopt(ask, { phoneNumberId: id, view });
    if (answer === "adopted") adopted.set(id, view);
    isOvertaken ||= answer === "overtaken";
  });
  if (isOvertaken) return overtaken(notes);
  const phoneNumberIds = proof.numbers.map(({ id }) => id).filter((id) => adopted.has(id));
  if (phoneNumberId !== null && !adopted.has(phoneNumberId)) {
    const failure = connectingFailure("account_taken");
    const steps = stepsUntil("numbers", failure.advice.message, notes);
    await ports.accounts.note(ask, { steps, reason: failure.advice.message, phoneNumberIds: null });
    return { outcome: failure, steps };
  }
  const steps = stepsUntil("end", null, notes);
  if (!(await ports.accounts.note(ask, { steps, reason: null, phoneNumberIds }))) return overtaken(notes);
  const next =
    phoneNumberId === null
      ? nextStep([...adopted.values()].filter((view) => view !== null))
      : nextOf(adopted.get(phoneNumberId) ?? null);
  return { outcome: { status: "connected", customerId, phoneNumberIds, next }, steps };
}

const rank = ({ id }: WabaNumber, { phoneNumberId }: AccountConnectionAsk): number => (id === phoneNumberId ? 0 : 1);

async function readNumber(
  { journal }: AccountConnectionPorts,
  wabaId: string,
  { graph, id }: { readonly graph: ConnectingGraph; readonly id: string },
): Promise<MetaView | null> {
  const read = await graph.readNumber(id, READS_MS);
  if (read.ok) return read.value;
  journal.readFailed({ wabaId, read: "number", failure: read.failure });
  return null;
}
