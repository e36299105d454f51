import { Timestamp } from "../tools/product-packages.ts";

/** What the battery looks at in `whatsappLedgers/{phoneNumberId}`, read without the product's own reader. Times in ms. */
export interface KeptLedger {
  readonly entries: readonly { readonly attemptId: string; readonly reservedAt: number }[];
  readonly blockedUntil: number | null;
  readonly lease: { readonly attemptId: string; readonly takenAt: number } | null;
  readonly nextLookAt: number | null;
}

interface Stored {
  readonly register?: {
    readonly entries: readonly { readonly attemptId: string; readonly reservedAt: unknown }[];
    readonly blockedUntil: unknown;
  };
  readonly lease?: { readonly attemptId: string; readonly takenAt: unknown } | null;
  readonly nextLookAt?: unknown;
}

/** @param fields the document; `undefined`: there is none */
export function keptLedger(fields: unknown): KeptLedger {
  const { register, lease, nextLookAt } = (fields ?? {}) as Stored;
  return {
    entries: (register?.entries ?? []).map(({ attemptId, reservedAt }) => ({
      attemptId,
      reservedAt: ms(reservedAt) ?? 0,
    })),
    blockedUntil: ms(register?.blockedUntil),
    lease: lease == null ? null : { attemptId: lease.attemptId, takenAt: ms(lease.takenAt) ?? 0 },
    nextLookAt: ms(nextLookAt),
  };
}

const ms = (stamp: unknown): number | null => (stamp instanceof Timestamp ? stamp.toMillis() : null);
