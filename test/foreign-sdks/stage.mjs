import assert from "node:assert/strict";
import { createServer } from "node:http";

/** What every script works with: the simulator's default world, and a number whose ownership is not verified. */
export const TOKEN = "SIMULATOR-SYSTEM-USER-TOKEN";
export const APP_SECRET = "simulator-app-secret";
export const WABA = "777000000000001";
export const NUMBER = "556000000000010";
export const PIN = "123456";
export const CODE = "246810";
export const PERSON = "15550001111";

/** Where the simulator listens, as the test says. */
export const [, , simulator = ""] = process.argv;

/** A template of the account, as Meta's API takes it. */
export const TEMPLATE = { name: "account_ready", language: { code: "en_US" } };

/**
 * Has the simulator send what a person writes, and gives the delivery as it came: raw body and headers.
 *
 * @param {string} text
 * @returns {Promise<{ body: string, headers: import("node:http").IncomingHttpHeaders }>}
 */
export async function receive(text) {
  const deliveries = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      deliveries.push({ body: Buffer.concat(parts).toString("utf8"), headers: request.headers });
      response.end();
    });
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(undefined));
  });
  await control("target", { url: `http://127.0.0.1:${server.address().port}/` });
  const message = { from: PERSON, id: "wamid.INVENTED", timestamp: "1790000000", type: "text", text: { body: text } };
  const contacts = [{ profile: { name: "Zoë" }, wa_id: PERSON }];
  const value = { contacts, messages: [message] };
  await control("send", { events: [{ field: "messages", phoneNumberId: NUMBER, value }] });
  server.close();
  assert.equal(deliveries.length, 1);
  return deliveries[0];
}

async function control(call, body) {
  const response = await fetch(`${simulator}/_simulator/webhooks/${call}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200, await response.text());
}
