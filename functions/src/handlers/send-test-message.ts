import { randomUUID } from "node:crypto";
import { sendTestMessage as send } from "../app/send-test-message.ts";
import { testMessagePorts } from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken } from "../config.ts";
import { SendTestMessageRequest } from "../contract/send-test-message.ts";
import { callable } from "./callable.ts";
import { managedNumber } from "./managed-number.ts";
import { operator } from "./operator.ts";

/** The template that every account has from the start (Meta, Cloud API, Get started), and its language. */
const HELLO_WORLD = { template: "hello_world", language: "en_US" } as const;

/** Sends a template to one recipient; the message's document then says how far it comes. */
export const sendTestMessage = callable({
  name: "sendTestMessage",
  options: { secrets: [metaSystemUserToken, metaAppSecret] },
  guard: operator,
  input: SendTestMessageRequest,
  run: ({ phoneNumberId, to, template, language }, caller) => {
    const config = configuration();
    return send(testMessagePorts(config), {
      ...managedNumber(config, phoneNumberId),
      businessId: config.businessId,
      callId: randomUUID(),
      to: to.replace("+", ""),
      template: template ?? HELLO_WORLD.template,
      language: language ?? HELLO_WORLD.language,
      by: caller.uid,
    });
  },
});
