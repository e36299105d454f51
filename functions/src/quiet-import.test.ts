import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** Imports a module in a process of its own, which ends by itself, and prints how many connections were begun. */
const IMPORTS = `
  import { Socket } from "node:net";
  const { connect } = Socket.prototype;
  let begun = 0;
  Socket.prototype.connect = function (...to) {
    begun += 1;
    return connect.apply(this, to);
  };
  await import(process.argv[1]);
  process.once("beforeExit", () => process.stdout.write(String(begun)));
`;

async function begunByImporting(address: string, env: NodeJS.ProcessEnv = {}): Promise<number> {
  const { stdout } = await exec(process.execPath, ["--input-type=module", "--eval", IMPORTS, address], {
    env: { PATH: process.env["PATH"], GCLOUD_PROJECT: "some-project", ...env },
    timeout: 60_000,
  });
  return Number(stdout);
}

describe("importing the functions", () => {
  it("is watched by what sees a connection, over TLS too", async () => {
    const connecting = 'import { connect } from "node:tls"; connect(9, "127.0.0.1").on("error", () => undefined);';
    assert.equal(await begunByImporting(`data:text/javascript,${encodeURIComponent(connecting)}`), 1);
  });

  for (const [what, module, env] of [
    ["among others'", "functions.ts", { FUNCTION_TARGET: "somebodyElses" }],
    ["as a kit", "kit.ts", {}],
    ["in an instance of one of them", "index.ts", { FUNCTION_TARGET: "registerPhoneNumber" }],
  ] as const) {
    it(`opens no connection and leaves nothing running, ${what}: all that waits for a call`, async () => {
      assert.equal(await begunByImporting(new URL(module, import.meta.url).href, env), 0);
    });
  }
});
