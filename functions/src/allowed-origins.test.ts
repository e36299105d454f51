import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inProduction, type ProductionProcess } from "./testing/in-production.ts";

const FUNCTION = "registerPhoneNumber";

/** What a browser asks before it lets a page of `origin` call; answers with whom the function lets read. */
async function preflight(url: string, origin: string): Promise<string | null> {
  const response = await fetch(url, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
  });
  return response.headers.get("access-control-allow-origin");
}

async function call(url: string, origin: string): Promise<string | null> {
  const headers = { origin, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: '{"data":{}}' });
  assert.equal(response.status, 401);
  return response.headers.get("access-control-allow-origin");
}

describe("origins that may call in production", () => {
  let production: ProductionProcess;
  let url: string;
  before(async () => {
    production = await inProduction(FUNCTION, {
      ALLOWED_ORIGINS: " https://admin.example.com,https://ops.example.com:8443 ",
    });
    assert.ok(production.url !== null, production.output());
    url = production.url;
  });
  after(() => production.stop());

  for (const origin of [
    "https://some-project.web.app",
    "https://some-project.firebaseapp.com",
    "https://admin.example.com",
    "https://ops.example.com:8443",
  ]) {
    it(`${origin} may`, async () => {
      assert.equal(await preflight(url, origin), origin);
      assert.equal(await call(url, origin), origin);
    });
  }

  for (const origin of [
    "https://elsewhere.example",
    "http://some-project.web.app",
    "https://some-project.web.app.elsewhere.example",
    "https://not-some-project.web.app",
    "https://other-project.web.app",
    "https://admin.example.com:8443",
    "https://ops.example.com",
    "https://sub.admin.example.com",
    "http://localhost:5000",
    "http://127.0.0.1:5000",
    "null",
    "*",
  ]) {
    it(`${origin} may not`, async () => {
      assert.equal(await preflight(url, origin), null);
      assert.equal(await call(url, origin), null);
    });
  }
});

it("without a list, this project's own sites may, and no other", async () => {
  const production = await inProduction(FUNCTION, { ALLOWED_ORIGINS: "" });
  assert.ok(production.url !== null, production.output());
  assert.equal(await preflight(production.url, "https://some-project.web.app"), "https://some-project.web.app");
  assert.equal(await preflight(production.url, "https://admin.example.com"), null);
  assert.equal(await preflight(production.url, "https://"), null);
  await production.stop();
});

it("in the emulator every page may", async () => {
  const emulated = { K_CONFIGURATION: undefined, FUNCTIONS_EMULATOR: "true", ENFORCE_APP_CHECK: "false" };
  const emulator = await inProduction(FUNCTION, emulated);
  assert.ok(emulator.url !== null, emulator.output());
  assert.equal(await preflight(emulator.url, "http://127.0.0.1:5000"), "http://127.0.0.1:5000");
  await emulator.stop();
});
