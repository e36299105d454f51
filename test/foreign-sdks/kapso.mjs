import assert from "node:assert/strict";
import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import { normalizeWebhook, verifySignature } from "@kapso/whatsapp-cloud-api/server";
import { APP_SECRET, CODE, NUMBER, PERSON, PIN, receive, simulator, TEMPLATE, TOKEN, WABA } from "./stage.mjs";

const client = new WhatsAppClient({ accessToken: TOKEN, baseUrl: simulator, graphVersion: "v25.0" });
const phoneNumberId = NUMBER;

const list = await client.request("GET", `${WABA}/phone_numbers`, { query: { limit: 100 }, responseType: "json" });
assert.ok(list.data.length > 25);
const templates = await client.templates.list({ businessAccountId: WABA, limit: 10 });
assert.ok(templates.data.some(({ name }) => name === TEMPLATE.name));

await client.phoneNumbers.requestCode({ phoneNumberId, codeMethod: "SMS", language: "en_US" });
await client.phoneNumbers.verifyCode({ phoneNumberId, code: CODE });
await assert.rejects(client.phoneNumbers.register({ phoneNumberId, pin: "000000" }), /PIN Mismatch/);
assert.deepEqual(await client.phoneNumbers.register({ phoneNumberId, pin: PIN }), { success: true });

const template = await client.messages.sendTemplate({ phoneNumberId, to: `+${PERSON}`, template: TEMPLATE });
assert.match(template.messages[0].id, /^wamid\./);
const text = { phoneNumberId, to: `+${PERSON}`, body: "Hello" };
await assert.rejects(client.messages.sendText(text), /Re-engagement/);

const { body, headers } = await receive("Grüße/");
const signatureHeader = headers["x-hub-signature-256"];
assert.ok(verifySignature({ appSecret: APP_SECRET, rawBody: body, signatureHeader }));
assert.equal(verifySignature({ appSecret: "another", rawBody: body, signatureHeader }), false);
const [message] = normalizeWebhook(JSON.parse(body)).messages;
assert.equal(message.text.body, "Grüße/");
assert.match((await client.messages.sendText(text)).messages[0].id, /^wamid\./);
