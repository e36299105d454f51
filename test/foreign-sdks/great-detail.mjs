import assert from "node:assert/strict";
import { Client, experimental } from "@great-detail/whatsapp";
import { APP_SECRET, CODE, NUMBER, PERSON, PIN, receive, simulator, TEMPLATE, TOKEN, WABA } from "./stage.mjs";

const headers = { authorization: `Bearer ${TOKEN}` };
const client = new Client({ baseUrl: simulator, graphVersion: "v25.0", request: { headers, retry: 0 } });
/** The SDK's own client for calls that have no method yet: verifying and registering. */
const api = experimental.createClient({ baseUrl: simulator, headers });
const path = { Version: "v25.0", "Phone-Number-ID": NUMBER };

async function post(edge, body) {
  const { data, error } = await api.POST(`/{Version}/{Phone-Number-ID}/${edge}`, { params: { path }, body });
  return error === undefined ? data : assert.fail(JSON.stringify(error));
}

const list = await client.phoneNumbers.listPhoneNumbers({
  businessAccountID: WABA,
  fields: ["id", "status"],
  sort: "last_onboarded_time.desc",
  filtering: JSON.stringify([{ field: "account_mode", operator: "EQUAL", value: "LIVE" }]),
});
assert.equal((await list.json()).data.length, 25);
const number = await client.phoneNumbers.getPhoneNumber({
  phoneNumberID: NUMBER,
  fields: ["code_verification_status"],
});
assert.equal((await number.json()).code_verification_status, "NOT_VERIFIED");
const templates = await client.template.list(WABA, { status: ["APPROVED"], limit: 10 });
assert.ok((await templates.json()).data.some(({ name }) => name === TEMPLATE.name));

await post("request_code", { code_method: "SMS", language: "en_US" });
await post("verify_code", { code: CODE });
assert.deepEqual(await post("register", { messaging_product: "whatsapp", pin: PIN }), { success: true });

const send = async (message) => {
  const sent = await client.message.createMessage({ phoneNumberID: NUMBER, to: `+${PERSON}`, ...message });
  return (await sent.json()).messages[0].id;
};
assert.match(await send({ type: "template", template: TEMPLATE }), /^wamid\./);
const apps = await client.subscribedApps.listSubscriptions({ businessAccountID: WABA });
assert.equal((await apps.json()).data[0].whatsapp_business_api_data.id, "888000000000001");

const delivery = await receive("Grüße/");
const event = await client.webhook.eventNotification({ method: "POST", query: {}, ...delivery });
await event.verifySignature(APP_SECRET);
await assert.rejects(event.verifySignature("another"), client.webhook.errors.InvalidHubSignatureWebhookError);
assert.equal(event.eventNotification.entry[0].changes[0].value.messages[0].text.body, "Grüße/");
assert.match(await send({ type: "text", text: { body: "Hello" } }), /^wamid\./);
