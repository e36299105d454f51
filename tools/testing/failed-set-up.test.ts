import assert from "node:assert/strict";
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { freePort } from "../emulators/ports.ts";
import { root } from "../root.ts";
import { nodeTest } from "./node-test.ts";

/** Test files that start a server in their set-up, and then what needs the emulators or a browser. */
const FILES = globSync("test/*.test.ts", { cwd: root })
  .filter((file) =>
    /\bbefore\([^]+?(?:closing\(await \w+(?:Simulator|Gallery)\(|await \w+\(closing\b)/u.test(
      readFileSync(path.join(root, file), "utf8"),
    ),
  )
  .toSorted();

/** Lets the store be cleared; all else that a set-up asks for, it does not get. */
const firestore = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
before(() => once(firestore, "listening"));
after(() => firestore.close());

describe("a test file whose set-up fails half-way", () => {
  it("is one of several", () => assert.ok(FILES.length > 20));

  for (const file of FILES) {
    it(`ends: ${file}`, async () => {
      const address = firestore.address();
      assert.ok(address !== null && typeof address === "object");
      const nobody = "127.0.0.1:9";
      const env = {
        CHROMIUM: "/nowhere/chromium",
        FIREBASE_AUTH_EMULATOR_HOST: nobody,
        FIRESTORE_EMULATOR_HOST: `127.0.0.1:${address.port}`,
        FUNCTIONS_BASE_URL: `http://${nobody}`,
        GCLOUD_PROJECT: "demo-nowhere",
        TEST_LOG_FOLDER: import.meta.dirname,
        TEST_PAGE_URL: `http://${nobody}`,
        TEST_SIMULATOR_PORT: String(await freePort()),
      };
      const limits = { fileLimitMs: 60_000, deadlineMs: 90_000 };
      const { failed, late } = await nodeTest({ files: [file], env, output: "ignore", ...limits });
      assert.deepEqual(late, []);
      assert.ok(failed > 0);
    });
  }
});
