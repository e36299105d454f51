import { sendTestMessage as send } from "../app/send-test-message.ts";
import { testMessagePorts } from "../composition.ts";
import { numberCall } from "./number-call.ts";

/** The template that every account has from the start (Meta, Cloud API, Get started), and its language. */
const HELLO_WORLD = { template: "hello_world", language: "en_US" } as const;

/** Sends a template to one recipient; the message's document then says how far it comes. */
export const sendTestMessage = numberCall("sendTestMessage", ({ to, template, language }, { config, ask }) =>
  send(testMessagePorts(config), {
    ...ask,
    to: to.replace("+", ""),
    template: template ?? HELLO_WORLD.template,
    language: language ?? HELLO_WORLD.language,
  }),
);
