import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import { z } from "zod";
import { demoProject } from "../tools/demo-project.ts";
import { chosenPorts, freePort, freePorts } from "../tools/emulators/ports.ts";
import { root } from "../tools/root.ts";

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `npm run emulators:exec -- '<command>'`, its firestore emulator on this port and the others moved along. */
async function exec(command: string, firestorePort: number): Promise<Ended> {
  const offset = firestorePort - chosenPorts({}).firestore;
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env;
  const child = spawn(process.execPath, ["tools/setup.mjs", "tools/exec.ts", command], {
    cwd: root,
    env: { ...env, EMULATOR_PORT_OFFSET: String(offset) },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** Prints, as JSON, what the command sees of the emulators. */
const LOOK = `
  const hub = await (await fetch("http://" + process.env.FIREBASE_EMULATOR_HUB + "/emulators")).json();
  const call = await fetch(process.env.FUNCTIONS_BASE_URL + "/registerPhoneNumber", { method: "POST" });
  const { GCLOUD_PROJECT: project, FIRESTORE_EMULATOR_HOST: firestore } = process.env;
  console.log(JSON.stringify({ project, firestore, java: hub.firestore.pid, status: call.status }));
`;

const Seen = z.object({ project: z.string(), firestore: z.string(), java: z.int(), status: z.int() });

describe("npm run emulators:exec", () => {
  it("gives the command the emulators' addresses, exits with its status, and leaves nothing running", async () => {
    const { firestore } = await freePorts();
    const { code, stdout, stderr } = await exec(`node --input-type=module -e '${LOOK}'; exit 7`, firestore);
    assert.equal(code, 7, stderr);
    const { java, status, ...addresses } = Seen.parse(JSON.parse(stdout));
    assert.deepEqual(addresses, { project: demoProject, firestore: `127.0.0.1:${firestore}` });
    assert.ok(status >= 400 && status < 500, `a call without a body reaches the function and is refused: ${status}`);
    assert.throws(() => process.kill(java, 0), { code: "ESRCH" }, `the Firestore emulator (${java}) still runs`);
  });

  it("starts nothing when a port is taken, and says which, by whom and what to do", async (t) => {
    const port = await freePort();
    const server = createServer().listen(port, "127.0.0.1");
    t.after(() => server.close());
    await once(server, "listening");
    const { code, stdout, stderr } = await exec("echo started", port);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`${port} \\(Firestore emulator\\) by process ${process.pid}`, "u"));
    assert.match(stderr, /EMULATOR_PORT_OFFSET=3000/u);
  });
});
