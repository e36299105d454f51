import type { StoredDocuments } from "../../functions/src/testing/firestore/stored-documents.ts";
import type { Evidence, KeptAttempt } from "../checker.ts";
import { keptLedger } from "../kept-ledger.ts";
import type { Monitor } from "./monitor.ts";
import type { OtherSide } from "./other-side.ts";

/** What is known when the month is over, for the checker. Requests that never arrived count as if they had. */
export function evidenceOf(
  documents: StoredDocuments,
  watch: Monitor,
  meta: OtherSide,
  about: Pick<Evidence, "numbers" | "limit" | "keepsLedger">,
): Evidence {
  const { numbers } = about;
  return {
    ...about,
    now: meta.now(),
    // That never two are under way is watched as it happens, because here two clocks would be compared.
    posts: watch.posts.map(({ attemptId, phoneNumberId, arrivedAt, sentAt }) => ({
      attemptId,
      phoneNumberId,
      at: arrivedAt ?? sentAt,
      until: arrivedAt ?? sentAt,
    })),
    attempts: numbers.flatMap((number) => attemptsOf(documents, number)),
    ledgers: new Map(
      numbers.map((number) => [number, keptLedger(documents.read(`whatsappLedgers/${number}`)?.fields)]),
    ),
    claims: watch.claims,
    proven: meta.wasConnected,
  };
}

function attemptsOf(documents: StoredDocuments, phoneNumberId: string): KeptAttempt[] {
  return documents.inside(`whatsappNumbers/${phoneNumberId}/whatsappAttempts`).map((path) => {
    const { status, reservedAt, settledAt } = (documents.read(path)?.fields ?? {}) as Record<string, string | null>;
    return {
      phoneNumberId,
      attemptId: path.slice(path.lastIndexOf("/") + 1),
      status: status ?? "",
      reservedAt: Date.parse(reservedAt ?? ""),
      settledAt: settledAt == null ? null : Date.parse(settledAt),
    };
  });
}
