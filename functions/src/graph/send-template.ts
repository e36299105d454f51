import type { Graph } from "../app/ports.ts";
import { TEST_MESSAGE_MARK } from "../domain/test-message.ts";
import type { GraphAccess } from "./access.ts";
import { post } from "./post-reply.ts";
import { SentMessages } from "./wire.ts";

/** Before a number without `+` Meta puts the sender's own country code (Meta, Phone number formats). Ours always begin with one. */
const international = (digits: string): string => (digits.startsWith("+") ? digits : `+${digits}`);

/**
 * The one POST of a template message. Meta gives `biz_opaque_callback_data` back in the message's webhooks, which is how a test
 * message is recognised there (Meta, messages webhook, status).
 */
export function sendTemplate(access: GraphAccess): Graph["sendTemplate"] {
  return async ({ phoneNumberId, to, template, language }, deadlineMs) => {
    const body = {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: international(to),
      type: "template",
      template: { name: template, language: { code: language } },
      biz_opaque_callback_data: TEST_MESSAGE_MARK,
    };
    const parts = [phoneNumberId, "messages"];
    const reply = await post(access, { parts, body, hidden: [to.replace(/^\+/, "")], deadlineMs }, SentMessages);
    return reply.kind === "accepted" ? { kind: reply.kind, messageId: reply.body.messages[0].id } : reply;
  };
}
