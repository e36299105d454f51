import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ask, simulatorForTests } from "../testing/ask.ts";
import { SignupRequest } from "./end.ts";

describe("the stand-in of Meta's script and dialog", async () => {
  const simulator = await simulatorForTests();
  const page = async (path: string): Promise<{ text: string; headers: Headers }> => {
    const { status, body, headers } = await ask(simulator, "GET", path, { token: null });
    assert.equal(status, 200, path);
    return { text: String(body), headers };
  };

  test("is where Meta has it, in every language and version, and says what it is", async () => {
    for (const path of ["/en_US/sdk.js", "/de_DE/sdk.js", "/v27.0/dialog/oauth?client_id=1", "/dialog/dialog.js"]) {
      assert.match((await page(path)).text, /SIMULATION/, path);
    }
    const { headers } = await page("/en_US/sdk.js");
    assert.equal(headers.get("access-control-allow-origin"), "*", "it is loaded with crossorigin");
    assert.match(headers.get("content-type") ?? "", /javascript/);
    assert.deepEqual(simulator.requests(), [], "it is no call to Graph");
  });

  test("offers every end, every code and every list that the control API takes", async () => {
    const { text } = await page("/v25.0/dialog/oauth");
    for (const name of ["end", "code", "listed"] as const) {
      const [, options = ""] = new RegExp(`<select name="${name}">(.*?)</select>`, "s").exec(text) ?? [];
      const offered = [...options.matchAll(/value="(\w+)"/g)].map(([, value]) => value);
      assert.deepEqual(offered, SignupRequest.shape[name].unwrap().options, name);
    }
  });

  test("makes no HTML of text, and runs nothing but its own script", async () => {
    const { text, headers } = await page("/v25.0/dialog/oauth");
    assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none'; script-src 'self';/);
    assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|\son\w+=/);
    for (const path of ["/en_US/sdk.js", "/dialog/dialog.js"]) {
      assert.doesNotMatch((await page(path)).text, /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(/, path);
    }
  });
});
