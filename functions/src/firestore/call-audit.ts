import type { DocumentData } from "firebase-admin/firestore";
import type { LeaseEnd, LeaseRequest } from "../app/ports.ts";
import { auditDocument } from "./audit-document.ts";

/** The audit document of a request to Meta that spends nothing. Times in ms since the epoch, `now` being Firestore's. */
export function callAudit(
  { call, by }: Pick<LeaseRequest, "call" | "by">,
  { status, message, graphError }: Pick<LeaseEnd, "status" | "message" | "graphError">,
  { takenAt, now }: { readonly takenAt: number; readonly now: number },
): DocumentData {
  const [reservedAt, settledAt] = [new Date(takenAt).toISOString(), new Date(now).toISOString()];
  const nothing = { forced: false, dataLocalizationRegion: null, before: null };
  return auditDocument({ operation: call, reservedAt, by, status, settledAt, message, graphError, ...nothing }, now);
}
