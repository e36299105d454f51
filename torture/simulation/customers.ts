import type { AccountRef } from "../../functions/src/domain/account.ts";
import type { StoredDocuments } from "../../functions/src/testing/firestore/stored-documents.ts";
import { Timestamp } from "../../tools/product-packages.ts";

/** A customer's account with one number. */
interface Connected {
  readonly number: string;
  readonly account: AccountRef;
  /** The last acts for the account; the others did before. */
  readonly tokens: [string, ...string[]];
}

/** The accounts that customers have connected beside the deployment's own, each with a token of its own. */
export interface Customers {
  readonly numbers: readonly string[];
  /** The account of a number; `null`: the deployment's own. */
  accountOf(phoneNumberId: string): AccountRef | null;
  /** What acts for an account now. */
  tokenOf(account: AccountRef): string;
  /** Whether a token is one of the number's own account, and not of somebody else's. */
  mayAct(token: string, phoneNumberId: string): boolean;
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
    tokens: [`business-token-${index + 1}-1`],
  }));
  const all = (): string[] => connected.flatMap(({ tokens }) => tokens);
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
    tokenOf: (account) => of(account)?.tokens.at(-1) ?? "",
    mayAct: (token, id) => {
      const its = connected.find(({ number }) => number === id);
      return its === undefined ? !all().includes(token) : its.tokens.includes(token);
    },
    tokens: all,
    renew: (account, token) => {
      const one = of(account);
      if (one === undefined) return;
      one.tokens.push(token);
      haveRead(documents, now(), one.number);
    },
  };
}

/** A number is to be read at once, as an event of Meta's has it. */
export function haveRead(documents: StoredDocuments, now: number, phoneNumberId: string): void {
  const path = `whatsappLedgers/${phoneNumberId}`;
  if (documents.read(path) === undefined) return;
  const fields = { nextLookAt: Timestamp.fromMillis(Math.floor(now)) };
  documents.commit([{ path, kind: "update", fields, unchangedSince: undefined }], now);
}
