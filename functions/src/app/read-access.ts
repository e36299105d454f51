import type { AccessReads } from "../domain/access-findings.ts";
import type { Graph, Journal, Read } from "./ports.ts";

/** The ids that a registration is about. */
export interface NumberIds {
  readonly phoneNumberId: string;
  readonly wabaId: string;
}

interface Reading {
  readonly graph: Graph;
  readonly journal: Journal;
}

/** The value of a read, or `null` and a line in the log. */
function valueOf<Value>(read: Read<Value>, name: string, { journal }: Reading, ids: NumberIds): Value | null {
  if (read.ok) return read.value;
  journal.readFailed({ phoneNumberId: ids.phoneNumberId, read: name, failure: read.failure });
  return null;
}

/** Reads the number and the token side by side: what costs no attempt and may save one. */
export async function readAccess(ports: Reading, ids: NumberIds, deadlineMs: number): Promise<AccessReads> {
  const [number, token] = await Promise.all([
    ports.graph.readNumber(ids.phoneNumberId, deadlineMs),
    ports.graph.inspectToken(deadlineMs),
  ]);
  return {
    view: valueOf(number, "number", ports, ids),
    numberRefusal: !number.ok && number.failure.kind === "refused" ? number.failure.error : null,
    token: valueOf(token, "token", ports, ids),
    wabaNumbers: null,
  };
}

/** Adds what only a refused registration makes worth asking: the WABA's numbers, and once more what could not be read before. */
export async function readMoreAccess(
  ports: Reading,
  ids: NumberIds,
  known: AccessReads,
  deadlineMs: number,
): Promise<AccessReads> {
  const complete = known.token !== null && (known.view !== null || known.numberRefusal !== null);
  const [again, numbers] = await Promise.all([
    complete ? known : readAccess(ports, ids, deadlineMs),
    ports.graph.numbersOfWaba(ids.wabaId, deadlineMs),
  ]);
  return {
    view: again.view ?? known.view,
    numberRefusal: again.numberRefusal ?? known.numberRefusal,
    token: again.token ?? known.token,
    wabaNumbers: valueOf(numbers, "numbersOfWaba", ports, ids),
  };
}
