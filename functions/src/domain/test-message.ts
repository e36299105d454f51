import type { MessageStage } from "../contract/test-message.ts";

/** What test messages carry as `biz_opaque_callback_data`, so that their webhooks can be told from those of other messages. */
export const TEST_MESSAGE_MARK = "whatsapp-cloud-registration:test-message";

/** How far each status is along the way. `failed` is the end, whatever came before or comes after. */
const RANK: Readonly<Record<MessageStage, number>> = { sent: 0, delivered: 1, read: 2, failed: 3 };

/** Whether Meta's word is one of the stages; its words are open. */
export function isStage(word: string): word is MessageStage {
  return Object.hasOwn(RANK, word);
}

/** Whether a status is news to a message: duplicates and what comes late are not, so any order ends in the same state. */
export function isAhead(next: MessageStage, current: MessageStage): boolean {
  return RANK[next] > RANK[current];
}

/** A recipient as it may be written down: all but the last four digits hidden. */
export function maskedRecipient(digits: string): string {
  return `***${digits.slice(-4)}`;
}
