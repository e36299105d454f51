import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { demoProject } from "../tools/demo-project.ts";
import { newProject } from "../tools/deployment/google/project.ts";
import { clone, firebase, type Workplace } from "../tools/deployment/rehearsal.ts";
import { chosenPorts, freePort, freePorts } from "../tools/emulators/ports.ts";
import { root } from "../tools/root.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";

const START_MS = 3 * 60_000;

/** A command of this repository in a clone of it, and what it prints. */
interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  said(): string;
}

function started(place: Workplace, script: string, more: NodeJS.ProcessEnv = {}): Running {
  const { NODE_TEST_CONTEXT: _ours, INIT_CWD: _called, GCLOUD_PROJECT: _project, ...env } = process.env;
  const child = spawn(process.execPath, [script], { cwd: place.folder, env: { ...env, ...more }, stdio: "pipe" });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  return { child, ended: once(child, "close").then(() => child.exitCode), said: () => said };
}

describe("after firebase use has made a project of one's own the alias default", () => {
  let place: Workplace;

  const closing = closedAfterTests();
  before(async () => {
    const made = await clone(demoProject);
    closing({ close: async () => made.remove() });
    place = made;
    if (existsSync(path.join(root, ".cache")))
      symlinkSync(path.join(root, ".cache"), path.join(place.folder, ".cache"), "junction");
    for (const file of [".firebaserc", `functions/.env.${demoProject}`, "functions/.secret.local.example"])
      place.write(file, readFileSync(path.join(root, file), "utf8"));
    // What `use --add` does when it has been told both.
    const { code, output } = await firebase(place, newProject("shop", {}), "use", "shop", "--alias", "default");
    assert.equal(code, 0, output);
    const { projects } = JSON.parse(place.read(".firebaserc")) as { projects: unknown };
    assert.deepEqual(projects, { default: "shop" }, output);
  });

  it("npm run demo goes on in the demo's project", async () => {
    const demo = started(place, "tools/demo.ts");
    assert.equal(await demo.ended, 0, demo.said());
    assert.match(demo.said(), /^Done\./m);
    assert.doesNotMatch(demo.said(), /\bshop\b/);
  });

  it("npm start shows the page, of the demo's project", async () => {
    const ports = await freePorts();
    const offset = ports.firestore - chosenPorts({}).firestore;
    const running = started(place, "tools/start.ts", {
      EMULATOR_PORT_OFFSET: String(offset),
      SIMULATOR_PORT: String(await freePort()),
    });
    try {
      const deadline = Date.now() + START_MS;
      while (!running.said().includes("Everything is up.")) {
        assert.ok(running.child.exitCode === null && Date.now() < deadline, running.said());
        await pause(200);
      }
      const page = `http://127.0.0.1:${chosenPorts({}).hosting + offset}`;
      assert.match(await (await fetch(page)).text(), /<!doctype html>/i);
      const init = (await (await fetch(`${page}/__/firebase/init.json`)).json()) as { projectId?: string };
      assert.equal(init.projectId, demoProject);
    } finally {
      running.child.kill("SIGINT");
      const ending = setTimeout(() => running.child.kill("SIGKILL"), 60_000);
      await running.ended;
      clearTimeout(ending);
    }
  });
});
