import type { AccountRef } from "../../functions/src/domain/account.ts";
import type { StoredDocuments } from "../../functions/src/testing/firestore/stored-documents.ts";
import { Timestamp } from "../../tools/product-packages.ts";
import type { CallTools } from "./call-tools.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A customer's account with one number. */
interface Connected {
  readonly number: string;
  readonly account: AccountRef;
  token: string;
}

/** The accounts that customers have connected beside the deployment's own, each with a token of its own. */
export interface Customers {
  readonly numbers: readonly string[];
  /** The account of a number; `null`: the deployment's own. */
  accountOf(phoneNumberId: string): AccountRef | null;
  /** What acts for an account now. */
  tokenOf(account: AccountRef): string;
  /** All that were ever in use. */
  tokens(): readonly string[];
  /** The customer signs up again: another token, and the numbers are read at once. */
  renew(account: AccountRef, token: string): void;
}

/** @param most how many customers there are */
export function customersIn(documents: StoredDocuments, now: () => number, most: number): Customers {
  const connected: Connected[] = Array.from({ length: most }, (_, index) => ({
    number: `5500000000000${index + 11}`,
    account: { wabaId: `7770000000000${index + 11}`, customerId: `customer-${index + 1}` },
    token: `business-token-${index + 1}-1`,
  }));
  const tokens = connected.map(({ token }) => token);
  const since = new Date(now()).toISOString();
  for (const { number, account } of connected) {
    const fields = { ...account, customerSince: since, lifecycle: "draft", reasons: [], updatedAt: since };
    documents.commit([{ path: `whatsappNumbers/${number}`, kind: "set", fields, unchangedSince: undefined }], now());
  }
  const of = ({ wabaId }: AccountRef): Connected | undefined =>
    connected.find(({ account }) => account.wabaId === wabaId);
  return {
    numbers: connected.map(({ number }) => number),
    accountOf: (id) => connected.find(({ number }) => number === id)?.account ?? null,
    tokenOf: (account) => of(account)?.token ?? "",
    tokens: () => tokens,
    renew: (account, token) => {
      const one = of(account);
      if (one === undefined) return;
      one.token = token;
      tokens.push(token);
      const path = `whatsappLedgers/${one.number}`;
      if (documents.read(path) === undefined) return;
      const fields = { nextLookAt: Timestamp.fromMillis(Math.floor(now())) };
      documents.commit([{ path, kind: "update", fields, unchangedSince: undefined }], now());
    },
  };
}

/**
 * One customer's token is revoked, and some hours later they sign up again; another one's account is throttled for a while. Neither is to
 * hold up anybody else.
 */
export function customersTrouble({ time, random, meta, customers }: CallTools, until: number): void {
  const [revoked, throttled] = customers.numbers.map((number) => customers.accountOf(number));
  if (revoked != null) {
    const revokedAt = random.between(time.now(), until - DAY_MS);
    time.at(revokedAt, () => meta.revoke(customers.tokenOf(revoked)));
    time.at(revokedAt + random.between(HOUR_MS, 12 * HOUR_MS), () => customers.renew(revoked, "business-token-1-2"));
  }
  if (throttled != null) {
    const from = random.between(time.now(), until - DAY_MS);
    time.at(from, () => meta.throttle(customers.tokenOf(throttled), from + random.between(HOUR_MS, 12 * HOUR_MS)));
  }
}
