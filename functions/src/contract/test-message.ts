import * as z from "zod";
import { failureFields } from "./failure.ts";
import { IsoTime } from "./primitives.ts";
import { TestMessageFailureStatus } from "./send-test-message.ts";

/** How far a message has come: Meta's own words (Meta, messages webhook, statuses). `failed` is final. */
export const MessageStage = z.enum(["sent", "delivered", "read", "failed"]);
export type MessageStage = z.infer<typeof MessageStage>;

/** Why Meta did not deliver a message that it had accepted. */
export const NonDelivery = z.strictObject({ status: TestMessageFailureStatus, ...failureFields });
export type NonDelivery = z.infer<typeof NonDelivery>;

/**
 * `whatsappNumbers/{phoneNumberId}/whatsappTestMessages/{documentId}`: one document per test message that Meta accepted. `documentId`
 * is a hash of Meta's id of the message: that id holds the recipient's number in clear, and is stored nowhere.
 */
export const TestMessageDocument = z.strictObject({
  status: MessageStage,
  /** The recipient, all but the last four digits hidden. */
  to: z.string(),
  template: z.string(),
  language: z.string(),
  by: z.string(),
  /** When it was sent. */
  at: IsoTime,
  /** When it came to `status`: Meta's time once a webhook has said so. */
  updatedAt: IsoTime,
  failure: NonDelivery.nullable(),
  /** When Firestore's TTL policy may remove the document. */
  expireAt: z.unknown(),
});
export type TestMessageDocument = z.infer<typeof TestMessageDocument>;
