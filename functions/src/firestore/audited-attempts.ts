import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import * as z from "zod";
import { ATTEMPT_OPERATIONS } from "../contract/calls.ts";
import { AttemptDocument } from "../contract/phone-number.ts";
import { WINDOW_MS } from "../domain/attempt/attempt-window.ts";
import type { AuditedAttempt } from "../domain/attempt/rebuilt-ledger.ts";
import { attemptsOf } from "./paths.ts";

const Counted = AttemptDocument.pick({ status: true, reservedAt: true, settledAt: true })
  .extend({ operation: z.enum(ATTEMPT_OPERATIONS) })
  .strip();

/** The attempts of a number that count at `now` (Firestore's time, ms since the epoch), by their audit documents. @throws Firestore's errors. */
export async function auditedAttempts(
  db: Firestore,
  phoneNumberId: string,
  now: number,
): Promise<readonly AuditedAttempt[]> {
  const since = new Date(now - WINDOW_MS).toISOString();
  const { docs } = await attemptsOf(db, phoneNumberId).where("reservedAt", ">", since).get();
  return docs.flatMap((audit) => counted(audit));
}

/** Calls of other kinds have audit documents too, and spend nothing. */
function counted(audit: DocumentSnapshot): AuditedAttempt[] {
  const parsed = Counted.safeParse(audit.data());
  if (!parsed.success) return [];
  const { reservedAt, settledAt, ...rest } = parsed.data;
  const settled = settledAt === null ? null : Date.parse(settledAt);
  return [{ ...rest, attemptId: audit.id, reservedAt: Date.parse(reservedAt), settledAt: settled }];
}
