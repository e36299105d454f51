import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Call, text } from "../call.ts";
import { GraphFailure, invalidParameter, missingParameter } from "../graph-errors.ts";
import { settle } from "../registration.ts";
import { ok, type Reply } from "../reply.ts";
import type { NumberState } from "../state.ts";
import type { World } from "../world.ts";

/** A template as a message names it. */
const Template = z.object({ name: z.string(), language: z.object({ code: z.string() }) });

/** `POST /{phone_number_id}/messages`. Takes the template hello_world in en_US, and text. */
export function sendMessage(world: World, call: Call, number: NumberState): Reply {
  if (call.parameters["messaging_product"] !== "whatsapp")
    throw new GraphFailure(missingParameter("messaging_product"));
  const to = text(call, "to");
  if (to === null) throw new GraphFailure({ code: 131008, details: "Parameter to is missing." });
  const digits = to.replaceAll(/\D/g, "");
  settle(number, call.now);
  if (!number.registered || number.status !== "CONNECTED") throw new GraphFailure({ code: 133010 });
  if (number.accountMode === "SANDBOX" && !number.allowedRecipients.includes(digits)) {
    throw new GraphFailure({ code: 131030 });
  }
  const isTemplate = text(call, "type") === "template";
  if (isTemplate) refuseTemplate(call);
  const id = `wamid.${randomBytes(24).toString("base64")}`;
  const message = { id, phoneNumberId: number.id, to: digits, body: call.parameters, at: call.now };
  world.messages.push(message);
  world.webhooks.follow(number, message);
  return ok({
    messaging_product: "whatsapp",
    contacts: [{ input: to, wa_id: digits }],
    messages: [isTemplate ? { id, message_status: "accepted" } : { id }],
  });
}

function refuseTemplate(call: Call): void {
  const template = Template.safeParse(call.parameters["template"]);
  if (!template.success) {
    throw new GraphFailure(invalidParameter("Param template must have a name and a language code."));
  }
  const { name, language } = template.data;
  if (name === "hello_world" && language.code === "en_US") return;
  throw new GraphFailure({ code: 132001, details: `template name (${name}) does not exist in ${language.code}` });
}
