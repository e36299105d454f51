import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
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

/** `npm run emulators:exec -- <words>`, its firestore emulator on this port and the others moved along. */
async function exec(words: readonly string[], firestorePort: number, rest: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const offset = firestorePort - chosenPorts({}).firestore;
  const { NODE_TEST_CONTEXT: _ours, INIT_CWD: _called, ...env } = process.env;
  const child = spawn(process.execPath, ["tools/setup.mjs", "tools/exec.ts", ...words], {
    cwd: root,
    env: { ...env, EMULATOR_PORT_OFFSET: String(offset), ...rest },
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
  const { GCLOUD_PROJECT: project, FIRESTORE_EMULATOR_HOST: firestore, SIMULATOR_URL: simulator = "" } = process.env;
  console.log(JSON.stringify({ project, firestore, simulator, java: hub.firestore.pid, status: call.status }));
`;

const Seen = z.object({
  project: z.string(),
  firestore: z.string(),
  simulator: z.string(),
  java: z.int(),
  status: z.int(),
});

/** As a frontend's test would: signs the demo operator in, registers the configured number and sends it a test message. */
const REGISTER = `
  const { FIREBASE_AUTH_EMULATOR_HOST: auth, FUNCTIONS_BASE_URL: functions, SIMULATOR_URL: simulator } = process.env;
  const { DEMO_OPERATOR_EMAIL: email, DEMO_OPERATOR_PASSWORD: password } = process.env;
  const post = async (url, body, headers = {}) => {
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
    return answer.json();
  };
  const identity = "http://" + auth + "/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo";
  const { idToken } = await post(identity, { email, password, returnSecureToken: true });
  const { result } = await post(functions + "/registerPhoneNumber", { data: { pin: "123456" } }, { authorization: "Bearer " + idToken });
  const { target } = await (await fetch(simulator + "/_simulator/webhooks")).json();
  console.log(JSON.stringify({ status: result.status, webhooks: target.url === functions + "/metaWebhook", folder: process.cwd() }));
`;

const Registered = z.object({ status: z.string(), webhooks: z.boolean(), folder: z.string() });

describe("npm run emulators:exec", () => {
  it("brings the simulator and a demo operator, for a frontend in a repository of its own", async (t) => {
    const frontend = realpathSync(mkdtempSync(path.join(tmpdir(), "frontend-")));
    t.after(() => rmSync(frontend, { recursive: true, force: true }));
    const { firestore, ui } = await freePorts();
    const words = ["node", "--input-type=module", "-e", REGISTER];
    const { code, stdout, stderr } = await exec(words, firestore, { INIT_CWD: frontend, SIMULATOR_PORT: String(ui) });
    assert.equal(code, 0, stderr);
    const seen = Registered.parse(JSON.parse(stdout));
    assert.deepEqual(seen, { status: "registered", webhooks: true, folder: frontend });
  });

  it("gives the command the emulators' addresses, exits with its status, and leaves nothing running", async () => {
    const { firestore } = await freePorts();
    const { code, stdout, stderr } = await exec(
      ["--no-simulator", `node --input-type=module -e '${LOOK}'; exit 7`],
      firestore,
    );
    assert.equal(code, 7, stderr);
    const { java, status, ...addresses } = Seen.parse(JSON.parse(stdout));
    assert.deepEqual(addresses, { project: demoProject, firestore: `127.0.0.1:${firestore}`, simulator: "" });
    assert.ok(status >= 400 && status < 500, `a call without a body reaches the function and is refused: ${status}`);
    assert.throws(() => process.kill(java, 0), { code: "ESRCH" }, `the Firestore emulator (${java}) still runs`);
  });

  it("starts nothing when a port is taken, and says which, by whom and what to do", async (t) => {
    const port = await freePort();
    const server = createServer().listen(port, "127.0.0.1");
    t.after(() => server.close());
    await once(server, "listening");
    const { code, stdout, stderr } = await exec(["echo started"], port);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`${port} \\(Firestore emulator\\) by process ${process.pid}`, "u"));
    assert.match(stderr, /EMULATOR_PORT_OFFSET=3000/u);
  });
});
