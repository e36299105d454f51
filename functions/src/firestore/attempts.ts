import type { Firestore } from "firebase-admin/firestore";
import type { AttemptAnswer, Attempts, Clock } from "../app/ports.ts";
import { limitOf } from "../domain/attempt/attempt-window.ts";
import type { AuditedAttempt } from "../domain/attempt/rebuilt-ledger.ts";
import { attemptRefs } from "./attempt-state.ts";
import { auditedAttempts } from "./audited-attempts.ts";
import { firstTurn } from "./first-turn.ts";
import { countedState, reservation } from "./reservation.ts";
import { revise, type Reading } from "./revise.ts";
import { settleAttempt } from "./settle-attempt.ts";
import { within } from "./within.ts";

const USUAL_WAY_WITHIN_MS = 8000;
/**
 * The first turn has its own time: where many create the same documents at once, Firestore may not answer one of them for seconds, and the
 * usual way is to have all of its time left. A creation that is carried out later finds the documents there, and changes nothing.
 */
const FIRST_TURN_WITHIN_MS = 4000;

/** The ledger was not counted at this time, in ms: the audit documents have to be looked at. */
interface Uncounted {
  readonly uncountedAt: number;
}

/** A reservation of this process, whose settlement need not read the documents again: how it left them, and the time since, in ms. */
interface Unsettled {
  readonly reading: Reading;
  readonly elapsed: () => number;
}

/** The reservations of this process that are not settled yet. */
function unsettled(clock: Pick<Clock, "stopwatch">) {
  const reserved = new Map<string, Unsettled>();
  return {
    keep: (attemptId: string, reading: Reading): void =>
      void reserved.set(attemptId, { reading, elapsed: clock.stopwatch() }),
    takeUp: (attemptId: string): Reading | undefined => {
      const held = reserved.get(attemptId);
      reserved.delete(attemptId);
      if (held === undefined) return undefined;
      const { reading, elapsed } = held;
      return { ...reading, now: reading.now + Math.floor(elapsed()) };
    },
  };
}

/** The attempt ledger in Firestore. `registrationLimit` is this deployment's budget of registrations in 72 hours. */
export function firestoreAttempts(
  db: Firestore,
  registrationLimit: number,
  clock: Pick<Clock, "now" | "stopwatch">,
): Attempts {
  const { keep, takeUp } = unsettled(clock);

  return {
    reserve: async (request, free) => {
      const endsAt = Date.now() + FIRST_TURN_WITHIN_MS + USUAL_WAY_WITHIN_MS;
      const { attemptId } = request;
      const limit = limitOf(request.operation, registrationLimit);
      const terms = { now: Math.floor(clock.now()), limit };
      const first = await firstTurn(db, request, terms, Date.now() + FIRST_TURN_WITHIN_MS);
      const { made, known, audited: counted } = first;
      if (made !== null) {
        free?.();
        keep(attemptId, made.reading);
        return made.answer;
      }
      const take = (
        audited: readonly AuditedAttempt[] | null,
        seen: Reading | undefined,
      ): Promise<AttemptAnswer | Uncounted> =>
        revise<AttemptAnswer | Uncounted>(
          db,
          attemptRefs(db, request),
          endsAt - Date.now(),
          (snapshots, now) => {
            const state = countedState(snapshots, audited, request, now);
            if (state === null) return { answer: { uncountedAt: now } };
            const revision = reservation(db, request, state, { now, limit });
            if (revision.answer.granted) free?.();
            return revision;
          },
          { known: seen, leaves: (reading) => keep(attemptId, reading) },
        );
      let answer = await take(counted, known);
      if ("uncountedAt" in answer) {
        const audited = await within(endsAt, auditedAttempts(db, request.phoneNumberId, answer.uncountedAt));
        answer = await take(audited, takeUp(attemptId));
      }
      if ("uncountedAt" in answer) throw new TypeError("A ledger that was counted anew is not counted.");
      if (!answer.granted) takeUp(attemptId);
      return answer;
    },

    settle: (request, end) => {
      const limit = limitOf(request.operation, registrationLimit);
      return settleAttempt(db, request, end, { limit, known: takeUp(request.attemptId) });
    },
  };
}
