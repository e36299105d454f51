import type { CallOperation } from "../contract/calls.ts";
import type { GraphError } from "../contract/failure.ts";
import { READS_MS } from "../contract/patience.ts";
import type { MetaView } from "../contract/phone-number.ts";
import type { Advice } from "../domain/advice/advice.ts";
import { accessProof, accessStop, type AccessReads } from "../domain/diagnosis/access-findings.ts";
import { accessFailure, callFailure, type AccessProof, type Failed } from "../domain/error/call-failure.ts";
import { refusalBeside, worded } from "../domain/error/call-refusal.ts";
import { waitAfter } from "../domain/error/call-wait.ts";
import { unwrapped } from "../domain/error/graph-refusal.ts";
import type { CallSubject } from "./ports.ts";
import { readMoreAccess, type AccessPorts } from "./read-access.ts";

/** An error of Graph's in answer to a call; `regainAccessMs`: the wait that Meta's usage headers name. */
export interface CallRefusal {
  readonly call: CallOperation;
  readonly error: GraphError;
  readonly regainAccessMs: number | null;
}

/** Says what Meta's refusal means, in the words of the call's own table, with proof from more reads where access is missing. */
export async function explainRefusal<Status extends string>(
  ports: AccessPorts,
  subject: CallSubject,
  advice: Readonly<Record<Status | "unknown_error", Advice>>,
  refusal: CallRefusal,
  reads: AccessReads,
): Promise<{ readonly outcome: Failed<Status | "unknown_error">; readonly view: MetaView | null }> {
  const { call, error, regainAccessMs } = refusal;
  const meaning = refusalBeside(reads.view, call, error);
  if (meaning === "missing_permission" || meaning === "unknown_error") {
    const more = await readMoreAccess(ports, subject, reads, READS_MS);
    const proof = accessProof(more, subject, error);
    // What Meta does not word as a lack of access is one only where reads prove it.
    if (meaning === "missing_permission" || accessStop(more, subject) !== null || isNotFound(more, proof))
      return { outcome: accessFailure(proof, error), view: more.view };
    const mayBeTheBusiness = isWrapper(error) && Object.hasOwn(advice, "business_incomplete");
    if (mayBeTheBusiness && (await businessIsBlocked(ports, subject)))
      return { outcome: callFailure(advice, worded(advice, "business_incomplete"), error), view: more.view };
  }
  const status = worded(advice, meaning);
  return { outcome: callFailure(advice, status, error, waitAfter(status, error, regainAccessMs)), view: reads.view };
}

/** Whether it is the error that Meta wraps other refusals in: of another code that is not known, the business's health explains nothing. */
const isWrapper = (error: GraphError): boolean => unwrapped(error).code === 100;

/** Whether reading the number was refused because its id names no number that the token may see. */
function isNotFound({ view }: AccessReads, { cause }: AccessProof): boolean {
  return view === null && cause === "wrong_id_or_no_access";
}

/** Whether Meta blocks the business behind the number: its portfolio is incomplete then (health code 131000, seen in a log). */
async function businessIsBlocked(ports: AccessPorts, { phoneNumberId }: CallSubject): Promise<boolean> {
  const health = await ports.graph.messagingHealth(phoneNumberId, READS_MS);
  if (health.ok)
    return health.value.entities.some(
      ({ type, canSendMessage }) => type === "BUSINESS" && canSendMessage === "BLOCKED",
    );
  ports.journal.readFailed({ phoneNumberId, read: "messagingHealth", failure: health.failure });
  return false;
}
