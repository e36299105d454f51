import type { AccountRef } from "../../functions/src/domain/account.ts";
import type { StoredDocuments } from "../../functions/src/testing/firestore/stored-documents.ts";
import { Timestamp } from "../../tools/product-packages.ts";

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
