import type { Fields } from "./stored-documents.ts";

/** Documents may still move for so long after the last fault. */
const MOVES_MS = 15 * 60_000;

/** Looks at when documents come to rest, and whether every attempt has an end by then. */
export interface Settling {
  changed(path: string, fields: Fields | undefined): void;
  /** How long after the last fault an outcome was last changed, in ms. */
  afterMs(): number;
  complaints(): string[];
}

/** What Meta accepted and does not show may stay open: only Meta can end it. */
const isOpen = (status: string, settledAt: unknown): boolean =>
  status === "in_progress" || (settledAt === null && status !== "awaiting_meta");

export function settling(now: () => number, faultsEnd: number): Settling {
  /** What stands in the documents about outcomes: the record of each number, the state of each attempt. */
  const standing = new Map<string, string>();
  const attempts = new Map<string, Fields>();
  let movedAt = faultsEnd;
  return {
    changed: (path, fields) => {
      const [collection, , below] = path.split("/");
      if (collection !== "phoneNumbers") return;
      if (below === "attempts") {
        if (fields === undefined) attempts.delete(path);
        else attempts.set(path, fields);
      }
      const said = JSON.stringify(below === undefined ? fields?.["registration"] : [fields?.["status"], fields?.["settledAt"]]);
      if (said === standing.get(path)) return;
      standing.set(path, said);
      movedAt = Math.max(movedAt, now());
    },
    afterMs: () => movedAt - faultsEnd,
    complaints: () => [
      ...(movedAt > faultsEnd + MOVES_MS ? [`documents moved ${Math.round((movedAt - faultsEnd) / 1000)} s after the last fault`] : []),
      ...[...attempts].flatMap(([path, { status, settledAt }]) =>
        isOpen(String(status), settledAt) ? [`${path} is left ${String(status)}, settled at ${String(settledAt)}`] : [],
      ),
    ],
  };
}
