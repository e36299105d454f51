import type { AccountOperation } from "../contract/calls.ts";
import type { GraphError } from "../contract/failure.ts";
import { READS_MS } from "../contract/patience.ts";
import type { Advice } from "../domain/advice/advice.ts";
import { accountProof, type AccountReads } from "../domain/diagnosis/account-access.ts";
import { accessFailure, callFailure, type Failed } from "../domain/error/call-failure.ts";
import { callRefusalStatus, worded } from "../domain/error/call-refusal.ts";
import { waitAfter } from "../domain/error/call-wait.ts";
import { refusalStatus } from "../domain/error/graph-refusal.ts";
import type { AccountGraph, AccountSubject } from "./account-ports.ts";
import type { Read, ReadFailure, CallJournal } from "./ports.ts";

/** What reading access to an account needs of the world. */
export interface AccountReading {
  readonly graph: Pick<AccountGraph, "inspectToken" | "permissions" | "assignedUsers" | "readWaba">;
  readonly journal: Pick<CallJournal, "readFailed">;
}

/** The value of a read, or `null` and a line in the log. */
export function accountValue<Value>(
  { journal }: Pick<AccountReading, "journal">,
  wabaId: string,
  name: string,
  read: Read<Value>,
): Value | null {
  if (read.ok) return read.value;
  journal.readFailed({ wabaId, read: name, failure: read.failure });
  return null;
}

/** An error of Graph's in answer to a call; `regainAccessMs`: the wait that Meta's usage headers name. */
interface AccountRefusal {
  readonly call: AccountOperation;
  readonly error: GraphError;
  readonly regainAccessMs: number | null;
}

/** Says what Meta's refusal means, in the words of the call's own table, with proof from more reads where access may be missing. */
export function explainAccountRefusal<Status extends string>(
  ports: AccountReading,
  subject: AccountSubject,
  advice: Readonly<Record<Status | "unknown_error", Advice>>,
  { call, ...refusal }: AccountRefusal,
): Promise<Failed<Status | "unknown_error">> {
  return explained(ports, subject, advice, { ...refusal, meaning: callRefusalStatus(call, refusal.error) });
}

async function explained<Status extends string>(
  ports: AccountReading,
  subject: AccountSubject,
  advice: Readonly<Record<Status | "unknown_error", Advice>>,
  { meaning, error, regainAccessMs }: Omit<AccountRefusal, "call"> & { readonly meaning: string },
): Promise<Failed<Status | "unknown_error">> {
  if (meaning === "missing_permission" || meaning === "unknown_error") {
    const proof = accountProof(await readAccess(ports, subject), subject.wabaId, error);
    // What Meta does not word as a lack of access is one only where reads prove it.
    const isProven = proof.cause === "scope_not_granted" || proof.cause === "asset_not_assigned";
    if (meaning === "missing_permission" || isProven) return accessFailure(proof, error);
  }
  const status = worded(advice, meaning);
  return callFailure(advice, status, error, waitAfter(status, error, regainAccessMs));
}

/** Why a read that a call cannot do without yielded nothing. A refusal may mean one thing for the call and another for a read. */
export function explainFailedRead<Status extends string>(
  ports: AccountReading,
  subject: AccountSubject,
  advice: Readonly<Record<Status | "unknown_error" | "meta_unavailable", Advice>>,
  failure: ReadFailure,
): Promise<Failed<Status | "unknown_error" | "meta_unavailable">> | Failed<Status | "meta_unavailable"> {
  if (failure.kind !== "refused") return callFailure<Status | "meta_unavailable">(advice, "meta_unavailable");
  const { error } = failure;
  const meaning = refusalStatus(error);
  return explained<Status | "meta_unavailable">(ports, subject, advice, { meaning, error, regainAccessMs: null });
}

async function readAccess(ports: AccountReading, { wabaId, businessId }: AccountSubject): Promise<AccountReads> {
  const { graph } = ports;
  const [token, grants, assigned, account] = await Promise.all([
    graph.inspectToken(READS_MS),
    graph.permissions(READS_MS),
    businessId === null ? null : graph.assignedUsers(wabaId, businessId, READS_MS),
    graph.readWaba(wabaId, READS_MS),
  ]);
  return {
    token: accountValue(ports, wabaId, "token", token),
    grants: accountValue(ports, wabaId, "permissions", grants),
    assigned: assigned === null ? null : accountValue(ports, wabaId, "assignedUsers", assigned),
    readable: account.ok,
    refusal: account.ok || account.failure.kind !== "refused" ? null : account.failure.error,
  };
}
