import { createHash } from "node:crypto";

/**
 * The id of a message's document: 160 bits of a hash of Meta's id, which holds the recipient's number in clear and is therefore
 * written down nowhere. Whatever Meta's id looks like, Firestore takes this one.
 */
export function messageDocumentId(messageId: string): string {
  return createHash("sha256").update("message\0").update(messageId).digest("hex").slice(0, 40);
}
