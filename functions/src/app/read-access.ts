import type { AccessReads } from "../domain/diagnosis/access-findings.ts";
import type { CallSubject, DiagnosticGraph, Graph, Journal, Read } from "./ports.ts";

/** The ids that reading access needs. */
type NumberIds = Pick<CallSubject, "phoneNumberId" | "wabaId" | "businessId">;

/** What reading access needs of the world. */
export interface AccessPorts {
  readonly graph: Pick<Graph, "readNumber" | "inspectToken" | "numbersOfWaba" | "permissions" | "assignedUsers"> &
    Pick<DiagnosticGraph, "messagingHealth">;
  readonly journal: Journal;
}

/** The value of a read, or `null` and a line in the log. */
function valueOf<Value>(read: Read<Value>, name: string, { journal }: AccessPorts, ids: NumberIds): Value | null {
  if (read.ok) return read.value;
  journal.readFailed({ phoneNumberId: ids.phoneNumberId, read: name, failure: read.failure });
  return null;
}

/** Reads the number and the token side by side: what costs no attempt and may save one. */
export async function readAccess(ports: AccessPorts, ids: NumberIds, deadlineMs: number): Promise<AccessReads> {
  const [number, token] = await Promise.all([
    ports.graph.readNumber(ids.phoneNumberId, deadlineMs),
    ports.graph.inspectToken(deadlineMs),
  ]);
  return {
    view: valueOf(number, "number", ports, ids),
    numberRefusal: !number.ok && number.failure.kind === "refused" ? number.failure.error : null,
    token: valueOf(token, "token", ports, ids),
    ...(token.ok || token.failure.kind !== "refused" ? {} : { tokenRefusal: token.failure.error }),
    wabaNumbers: null,
  };
}

/**
 * Adds what only missing access makes worth asking: the WABA's numbers and people, a second opinion on the permissions, and once
 * more what could not be read before.
 */
export async function readMoreAccess(
  ports: AccessPorts,
  ids: NumberIds,
  known: AccessReads,
  deadlineMs: number,
): Promise<AccessReads> {
  const complete = known.token !== null && (known.view !== null || known.numberRefusal !== null);
  const { graph } = ports;
  const [again, numbers, grants, assigned] = await Promise.all([
    complete ? known : readAccess(ports, ids, deadlineMs),
    graph.numbersOfWaba(ids.wabaId, deadlineMs),
    graph.permissions(deadlineMs),
    ids.businessId == null ? null : graph.assignedUsers(ids.wabaId, ids.businessId, deadlineMs),
  ]);
  const view = again.view ?? known.view;
  const tokenRefusal = again.tokenRefusal ?? known.tokenRefusal;
  return {
    view,
    numberRefusal: view === null ? (again.numberRefusal ?? known.numberRefusal) : null,
    token: again.token ?? known.token,
    ...(tokenRefusal === undefined ? {} : { tokenRefusal }),
    wabaNumbers: valueOf(numbers, "numbersOfWaba", ports, ids)?.map((number) => number.id) ?? null,
    grants: valueOf(grants, "permissions", ports, ids),
    assigned: assigned === null ? null : valueOf(assigned, "assignedUsers", ports, ids),
  };
}
