import { sendTestMessage as send } from "../app/send-test-message.ts";
import { numberCall } from "./number-call.ts";

/** Sends a template to one recipient; the message's document then says how far it comes. */
export const sendTestMessage = numberCall(
  "sendTestMessage",
  ({ to, template, language, createTemplate }, { adapters, config, account, ask }) =>
    send(adapters.testMessagePorts(config, account), {
      ...ask,
      to: to.replace("+", ""),
      template: template ?? null,
      language: language ?? null,
      createTemplate: createTemplate ?? false,
    }),
);
