import type { Fields } from "../../functions/src/testing/firestore/written-fields.ts";
import { keptLedger } from "../kept-ledger.ts";

/** Documents may still move for so long after the last fault. */
const MOVES_MS = 15 * 60_000;
/** An attempt of unknown end is looked at as soon as this. */
const NEXT_LOOK_MS = 5 * 60_000;

/** Looks at when documents come to rest, and whether every attempt has an end by then. */
export interface Settling {
  changed(path: string, fields: Fields | undefined): void;
  /** A commit is complete: says which number's open attempts will not be looked at soon, but for those whose account Meta wants left alone. */
  overlooked(isLeftAlone: (phoneNumberId: string) => boolean): string[];
  /** How long after the last fault an outcome was last changed, in ms. */
  afterMs(): number;
  complaints(): string[];
}

/** What Meta accepted and does not show may stay open: only Meta can end it. */
const isOpen = (status: string, settledAt: unknown): boolean =>
  status === "in_progress" || (settledAt === null && status !== "awaiting_meta");

/** What a number's record says while the outcome of the last call is open. */
const UNDECIDED = /in_progress|outcome_unknown|awaiting_meta/;

export function settling(now: () => number, faultsEnd: number): Settling {
  /** What stands in the documents about outcomes: the record of each number, the state of each attempt. */
  const standing = new Map<string, string>();
  const attempts = new Map<string, Fields>();
  const looks = new Map<string, number | null>();
  /** Paths of attempts whose end is open, by number. */
  const open = new Map<string, Set<string>>();
  const touched = new Set<string>();
  let movedAt = faultsEnd;

  const note = (path: string, said: string, wasOpen: (before: string) => boolean): void => {
    const before = standing.get(path) ?? "";
    standing.set(path, said);
    if (said !== before && wasOpen(before)) movedAt = Math.max(movedAt, now());
  };

  return {
    changed: (path, fields) => {
      const [collection, id = "", below] = path.split("/");
      if (collection === "whatsappLedgers") {
        looks.set(id, keptLedger(fields).nextLookAt);
        touched.add(id);
      }
      if (collection !== "whatsappNumbers") return;
      // What others do at Meta is found out by the daily look, and moves no outcome of ours.
      if (below === undefined) note(path, JSON.stringify(fields?.["registration"]), (before) => UNDECIDED.test(before));
      if (below !== "whatsappAttempts") return;
      if (fields === undefined) attempts.delete(path);
      else attempts.set(path, fields);
      const openHere = open.get(id) ?? new Set();
      open.set(id, openHere);
      if (fields !== undefined && isOpen(String(fields["status"]), fields["settledAt"])) openHere.add(path);
      else openHere.delete(path);
      note(path, JSON.stringify([fields?.["status"], fields?.["settledAt"]]), () => true);
    },
    overlooked: (isLeftAlone) => {
      const here = [...touched].filter((id) => (open.get(id)?.size ?? 0) > 0 && !isLeftAlone(id));
      touched.clear();
      return here.flatMap((id) => {
        const next = looks.get(id) ?? Number.POSITIVE_INFINITY;
        if (next <= now() + NEXT_LOOK_MS) return [];
        return [
          `${[...(open.get(id) ?? [])].join(", ")} is open, and the next look is at ${new Date(next).toISOString()}`,
        ];
      });
    },
    afterMs: () => movedAt - faultsEnd,
    complaints: () => [
      ...(movedAt > faultsEnd + MOVES_MS
        ? [`documents moved ${Math.round((movedAt - faultsEnd) / 1000)} s after the last fault`]
        : []),
      ...[...attempts].flatMap(([path, { status, settledAt }]) =>
        isOpen(String(status), settledAt) ? [`${path} is left ${String(status)}, settled at ${String(settledAt)}`] : [],
      ),
    ],
  };
}
