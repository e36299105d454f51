import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { root } from "../tools/root.ts";
import { leaks, type Canary } from "../torture/leaks/leaks.ts";
import { clearStore } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { logs, simulatorPort } from "./harness/emulators.ts";
import { registerPosts } from "./harness/simulator.ts";

const NUMBERS = ["550000000000181", "550000000000182", "550000000000183", "550000000000184"] as const;
const [PLAIN, WRONG, SLOW, TYPED] = NUMBERS;
const UNMANAGED = "660000000000001";

const PINS: readonly Canary[] = [
  { name: "PIN of a plain number", value: "918271" },
  { name: "wrong PIN", value: "918272" },
  { name: "PIN of a slow number", value: "918273" },
  { name: "PIN from standard input", value: "918274" },
];

interface Run {
  readonly status: number | null;
  readonly output: string;
}

describe("npm run register, in the emulators", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  let folder: string;
  const outputs: string[] = [];

  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await startSimulator({ port: simulatorPort }));
    for (const id of NUMBERS) simulator.state.patchNumber(id, { pin: null });
    simulator.state.patchNumber(WRONG, { pin: "424242" });
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
    folder = mkdtempSync(path.join(tmpdir(), "register-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, lines: readonly string[]): string => {
    const written = path.join(folder, name);
    writeFileSync(written, lines.join("\n"));
    return written;
  };
  const start = (args: readonly string[]): ChildProcess => {
    const { NODE_TEST_CONTEXT: _ours, ...env } = process.env;
    const command = ["tools/register.ts", ...args, "--as", operator.uid];
    return spawn(process.execPath, command, { cwd: root, env, stdio: "pipe" });
  };
  const ended = async (child: ChildProcess): Promise<Run> => {
    const { stdout, stderr } = child;
    assert.ok(stdout !== null && stderr !== null);
    const [out, err] = await Promise.all([text(stdout), text(stderr), once(child, "close")]);
    outputs.push(out, err);
    return { status: child.exitCode, output: out + err };
  };
  const posts = (id: string): number => registerPosts(simulator, id).length;

  it("sends nothing where a line is amiss, and repeats nothing of it", async () => {
    const numbers = file("bad.csv", [`${PLAIN},918271`, "918272", `${SLOW},918273x`]);
    const { status, output } = await ended(start([numbers]));
    assert.equal(status, 1);
    assert.match(output, /line 2: .*\n.*line 3: /u);
    assert.equal(posts(PLAIN), 0);
  });

  it("registers what it can, and says of the rest what to do first", async () => {
    const numbers = file("numbers.csv", ["id,pin", `${PLAIN},918271`, `${WRONG},918272`, `${UNMANAGED},918272`]);
    const first = await ended(start([numbers]));
    assert.equal(first.status, 1, first.output);
    assert.match(first.output, new RegExp(`${PLAIN} {2}registered {2}\\(\\d left\\)`, "u"));
    assert.match(first.output, new RegExp(`${WRONG} {2}pin_mismatch: .*\\n {6}\\S+`, "u"));
    assert.match(first.output, new RegExp(`${UNMANAGED} {2}not-found: `, "u"));
    assert.deepEqual([posts(PLAIN), posts(WRONG)], [1, 1]);

    const second = await ended(start([numbers]));
    assert.match(second.output, new RegExp(`${PLAIN} {2}registered already`, "u"));
    assert.match(second.output, new RegExp(`${WRONG} {2}pin_mismatch: Refused at .*not asked for again`, "u"));
    assert.deepEqual([posts(PLAIN), posts(WRONG)], [1, 1]);
  });

  it("started again after it was killed, gets the answer of the call that was under way", async () => {
    simulator.state.faults.add({ match: { endpoint: "register", nodeId: SLOW }, fault: { kind: "delay", ms: 3000 } });
    const numbers = file("slow.csv", [`${SLOW},918273`]);
    const killed = start([numbers]);
    const gone = ended(killed);
    const deadline = Date.now() + 60_000;
    while (posts(SLOW) === 0) {
      assert.ok(Date.now() < deadline && killed.exitCode === null, "it posted nothing");
      await sleep(50);
    }
    killed.kill("SIGKILL");
    await gone;
    const again = await ended(start([numbers]));
    assert.equal(again.status, 0, again.output);
    assert.equal(posts(SLOW), 1);
  });

  it("takes the numbers from standard input", async () => {
    const child = start(["-"]);
    child.stdin?.end(`${TYPED};918274\n`);
    const { status, output } = await ended(child);
    assert.equal(status, 0, output);
    assert.equal(posts(TYPED), 1);
  });

  it("shows no PIN anywhere", async () => {
    await sleep(2000);
    const printed = outputs.map((output, index) => ({ name: `output ${index}`, text: output }));
    const written = logs().map(({ file: name, text: log }) => ({ name, text: log }));
    assert.ok(printed.length >= 12 && written.length > 0);
    assert.deepEqual(leaks(PINS, [...printed, ...written]), []);
  });
});
