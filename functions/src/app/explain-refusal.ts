import type { GraphError } from "../contract/failure.ts";
import { READS_MS } from "../contract/patience.ts";
import type { MetaView } from "../contract/phone-number.ts";
import type { Advice } from "../domain/advice/advice.ts";
import { accessProof, type AccessReads } from "../domain/diagnosis/access-findings.ts";
import type { Call } from "../domain/error/call-catalogue.ts";
import { accessFailure, callFailure, type Failed } from "../domain/error/call-failure.ts";
import { callRefusalStatus, worded } from "../domain/error/call-refusal.ts";
import { waitAfter } from "../domain/error/call-wait.ts";
import type { CallSubject } from "./ports.ts";
import { readMoreAccess, type Reading } from "./read-access.ts";

/** An error of Graph's in answer to a call; `regainAccessMs`: the wait that Meta's usage headers name. */
export interface CallRefusal {
  readonly call: Call;
  readonly error: GraphError;
  readonly regainAccessMs: number | null;
}

/** Says what Meta's refusal means, in the words of the call's own table, with proof from more reads where access is missing. */
export async function explainRefusal<Status extends string>(
  ports: Reading,
  subject: CallSubject,
  advice: Readonly<Record<Status | "unknown_error", Advice>>,
  refusal: CallRefusal,
  reads: AccessReads,
): Promise<{ readonly outcome: Failed<Status | "unknown_error">; readonly view: MetaView | null }> {
  const { call, error, regainAccessMs } = refusal;
  const meaning = callRefusalStatus(call, error);
  if (meaning === "missing_permission") {
    const more = await readMoreAccess(ports, subject, reads, READS_MS);
    return { outcome: accessFailure(accessProof(more, subject, error), error), view: more.view };
  }
  const status = worded(advice, meaning);
  return { outcome: callFailure(advice, status, error, waitAfter(status, error, regainAccessMs)), view: reads.view };
}
