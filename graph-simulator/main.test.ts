import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startSimulator } from "./server.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

interface Run {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs the command until it ends, or until it says that it listens, and then stops it. */
async function run(port: string): Promise<Run> {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, SIMULATOR_PORT: port } });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text: Buffer) => {
    out += text.toString();
    if (out.includes("Ctrl+C")) child.kill("SIGTERM");
  });
  child.stderr.on("data", (text: Buffer) => {
    err += text.toString();
  });
  const [code] = (await once(child, "close")) as unknown[];
  return { code, out, err };
}

test("says where it listens, which token to use and where the tables are, and stops when asked", async () => {
  const { code, out, err } = await run("0");
  assert.equal(code, 0);
  assert.equal(err, "");
  assert.match(out, /listening on http:\/\/127\.0\.0\.1:\d+\n/);
  assert.match(out, /token: SIMULATOR-SYSTEM-USER-TOKEN/);
  assert.match(out, /\/_simulator\n/);
});

test("a taken port: says which, and how to choose another", async () => {
  const simulator = await startSimulator();
  const port = new URL(simulator.url).port;
  const { code, err } = await run(port);
  await simulator.close();
  assert.equal(code, 1);
  assert.match(err, new RegExp(`^Port ${port} is taken`));
  assert.match(err, /SIMULATOR_PORT=\d+ npm run simulator/);
});

test("a port that is none", async () => {
  for (const port of ["http", "70000", "-1"]) {
    const { code, err } = await run(port);
    assert.equal(code, 1);
    assert.match(err, /^SIMULATOR_PORT must be a port number/);
  }
});
