import assert from "node:assert/strict";
import { WhatsAppAPI } from "whatsapp-api-js";
import { Language, Template, Text } from "whatsapp-api-js/messages";
import { APP_SECRET, CODE, NUMBER, PERSON, PIN, receive, simulator, TEMPLATE, TOKEN, WABA } from "./stage.mjs";

const GRAPH = "https://graph.facebook.com";
/** The SDK knows Meta's address alone; its own fetch leads to the simulator. */
const toSimulator = (url, options) => fetch(String(url).replace(GRAPH, simulator), options);

const api = new WhatsAppAPI({ token: TOKEN, appSecret: APP_SECRET, v: "v25.0", ponyfill: { fetch: toSimulator } });

/** Calls that have no method of their own go through the SDK's fetch, which adds the token. */
async function call(path, body) {
  const headers = { "content-type": "application/json" };
  const post = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await api.$$apiFetch$$(`${GRAPH}/v25.0/${path}`, post);
  const answer = await response.json();
  assert.ok(response.ok, JSON.stringify(answer));
  return answer;
}

assert.ok((await call(`${WABA}/phone_numbers?limit=100`)).data.length > 25);
await call(`${NUMBER}/request_code`, { code_method: "SMS", language: "en_US" });
await call(`${NUMBER}/verify_code`, { code: CODE });
assert.deepEqual(await call(`${NUMBER}/register`, { messaging_product: "whatsapp", pin: PIN }), { success: true });

const template = new Template(TEMPLATE.name, new Language(TEMPLATE.language.code));
assert.match((await api.sendMessage(NUMBER, { phone: `+${PERSON}` }, template)).messages[0].id, /^wamid\./);
const hello = new Text("Hello");
assert.equal((await api.sendMessage(NUMBER, { phone: `+${PERSON}` }, hello)).error.code, 131_047);

const heard = [];
api.on.message = ({ from, message }) => heard.push([from, message.text.body]);
const { body, headers } = await receive("Grüße/");
await api.post(JSON.parse(body), body, headers["x-hub-signature-256"]);
await assert.rejects(api.post(JSON.parse(body), `${body} `, headers["x-hub-signature-256"]));
assert.deepEqual(heard, [[PERSON, "Grüße/"]]);
assert.match((await api.sendMessage(NUMBER, { phone: `+${PERSON}` }, hello)).messages[0].id, /^wamid\./);
