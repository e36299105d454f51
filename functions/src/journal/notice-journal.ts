import type { ReconcileJournal } from "../app/reconcile-ports.ts";
import type { WebhookJournal } from "../app/webhook-ports.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import { journal } from "./journal.ts";
import { line } from "./line.ts";

/** Situations in which a number works, or is on its way to. */
const GOOD: ReadonlySet<Lifecycle | null> = new Set([
  "draft",
  "ready_to_register",
  "registering",
  "awaiting_meta",
  "connected",
  "live",
  "coexistence",
]);

/** The log of what was noticed rather than asked for. WARNING: a number or the token needs a person. */
export const noticeJournal: ReconcileJournal & WebhookJournal = {
  phoneNumberChanged: ({ phoneNumberId, seenBy, transition }) => {
    const { changed, from, to } = transition;
    line(GOOD.has(to.lifecycle) ? "INFO" : "WARNING", "phone_number_changed", {
      phoneNumberId,
      seenBy,
      changed,
      from,
      to,
    });
  },
  tokenChanged: ({ token, before }) =>
    line(token.state === "valid" ? "INFO" : "WARNING", "token_changed", {
      state: token.state,
      before,
      expiresAt: token.expiresAt,
    }),
  readFailed: (entry) => journal.readFailed(entry),
  lookFailed: ({ phoneNumberId, error }) => line("ERROR", "look_failed", { phoneNumberId, error }),
  ledgerUnreadable: ({ phoneNumberId }) => line("ERROR", "ledger_unreadable", { phoneNumberId }),
  webhookDropped: ({ reason, phoneNumberId }) => line("ERROR", "webhook_dropped", { reason, phoneNumberId }),
  circuitFailed: (entry) => journal.circuitFailed(entry),
  reconciled: ({ looked, failed, pausedForMs }) => line("INFO", "reconciled", { looked, failed, pausedForMs }),
};

/** A delivery without a right signature, or a handshake without the right word. Nothing was read or written for it. */
export function webhookRefused(facts: { reason: string }): void {
  line("WARNING", "webhook_refused", facts);
}

/** A delivery that Meta signed and that cannot be used: asking for it again would not help. */
export function webhookUnusable(facts: { problem: string; bytes: number }): void {
  line("ERROR", "webhook_unusable", facts);
}

/** Parts of a delivery that Meta signed and that are no changes: they were left out, the rest was taken. */
export function webhookSkipped(facts: { skipped: number }): void {
  line("WARNING", "webhook_skipped", facts);
}

/** A delivery that could not be stored: Meta was asked to send it again. */
export function webhookFailed(facts: { error: unknown }): void {
  line("ERROR", "webhook_failed", facts);
}
