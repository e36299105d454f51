import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import type { KeyedRequest } from "../app/ports.ts";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What is stored of a request is found, compared and read by those alone who know the id that its caller gave it. */
export interface RequestKey {
  /** The name of its document. */
  readonly documentId: string;
  /** The same for the same request: what was asked, without its secrets. */
  readonly fingerprint: string;
  /** An answer as it is stored: Meta's id of a message holds the recipient's number in clear, and is kept nowhere in clear. */
  seal(answer: object): string;
  /** @throws when it is no answer that was sealed with this key. */
  open(sealed: string): unknown;
}

/** Caller, operation, subject and the caller's id of the request, of which each makes another key. */
export function requestKey({ by, operation, subject, requestId, asked }: KeyedRequest): RequestKey {
  const named = JSON.stringify([by, operation, subject, requestId]);
  const derived = (use: string): Buffer => createHash("sha256").update(`request ${use}\0`).update(named).digest();
  const key = derived("answer");
  return {
    documentId: derived("document").toString("hex").slice(0, 40),
    fingerprint: createHmac("sha256", derived("fingerprint")).update(inOrder(asked)).digest("hex").slice(0, 40),
    seal: (answer) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv);
      const text = Buffer.concat([cipher.update(JSON.stringify(answer)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64");
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      const answer: unknown = JSON.parse(text.toString());
      return answer;
    },
  };
}

/** The fields as text, whatever order they came in. Requests are flat. */
function inOrder(asked: KeyedRequest["asked"]): string {
  const fields = Object.entries(asked).filter(([, value]) => value !== undefined);
  return JSON.stringify(fields.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
