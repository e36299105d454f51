import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { before, describe, it } from "node:test";
import { promisify } from "node:util";
import { startSimulator } from "../graph-simulator/server.ts";
import { setUpPackage } from "../tools/setup/install.mjs";

const FOLDER = path.join(import.meta.dirname, "foreign-sdks");
const NUMBER = "556000000000010";
const run = promisify(execFile);

/** SDKs of others, unmodified, and how each is led to the simulator. */
const SDKS = [
  ["kapso", "@kapso/whatsapp-cloud-api, by its base URL"],
  ["great-detail", "@great-detail/whatsapp, by its base URL"],
  ["whatsapp-api-js", "whatsapp-api-js, by its fetch"],
] as const;

describe("SDKs of others list, verify, register, send and receive against the simulator", () => {
  before(() => setUpPackage(FOLDER, "the SDKs of others"));

  for (const [script, title] of SDKS) {
    it(title, async () => {
      const simulator = await startSimulator();
      try {
        await run(process.execPath, [path.join(FOLDER, `${script}.mjs`), simulator.url], { timeout: 60_000 });
        const { registered, status, codeVerificationStatus } = simulator.state.numbers.get(NUMBER) ?? assert.fail();
        assert.deepEqual([registered, status, codeVerificationStatus], [true, "CONNECTED", "VERIFIED"]);
        const types = simulator.state.messages.map(({ body }) => (body as { type: string }).type);
        assert.deepEqual(types, ["template", "text"], "a template, and text once the person had written");
        const unknown = simulator.requests().filter(({ endpoint }) => endpoint === null);
        assert.deepEqual(unknown, []);
      } finally {
        await simulator.close();
      }
    });
  }
});
