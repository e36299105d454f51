import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";
import { z } from "zod";
import { demoProject } from "../tools/demo-project.ts";
import { root } from "../tools/root.ts";
import { npmScript } from "../tools/setup/node24.mjs";
import { call, env } from "./harness/callable.ts";

const README = readFileSync(path.join(root, "README.md"), "utf8");

/** The commands that README.md and docs/deploying.md tell people to run, with our user and project in them. */
function documented(which: RegExp, email: string): string[] {
  const pages = README + readFileSync(path.join(root, "docs", "deploying.md"), "utf8");
  const [, args = ""] = which.exec(pages) ?? [];
  assert.notEqual(args, "", `${which} stands in neither page`);
  return args.replace("someone@example.com", email).replace("your-project", demoProject).split(" ");
}

const GRANT = /`npm run (grant-operator -- someone@example\.com)`/u;
const GRANT_IN_PROJECT = /`npm run (grant-operator -- someone@example\.com --project your-project)`/u;
const REVOKE = /`npm run (grant-operator -- someone@example\.com --revoke)`/u;

/** Types a command of npm's as a person would; the emulator of Auth is named by the environment. */
function npm(args: readonly string[]): Promise<{ code: number; said: string }> {
  const { NODE_TEST_CONTEXT: _ours, GCLOUD_PROJECT: _project, ...rest } = process.env;
  return new Promise((resolve) => {
    const all = [npmScript(), "run", "--silent", ...args];
    execFile(process.execPath, all, { cwd: root, env: rest, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, said: stdout + stderr }),
    );
  });
}

const SignedIn = z.object({ idToken: z.string() });

describe("npm run grant-operator, as the documents write it", () => {
  const account = { email: `${randomUUID()}@example.com`, password: randomUUID(), returnSecureToken: true };

  const identity = async (method: string): Promise<unknown> => {
    const host = env("FIREBASE_AUTH_EMULATOR_HOST");
    const response = await fetch(`http://${host}/identitytoolkit.googleapis.com/v1/accounts:${method}?key=demo`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(account),
    });
    return response.json();
  };
  const mayCall = async (): Promise<number> => {
    const { idToken } = SignedIn.parse(await identity("signInWithPassword"));
    return (await call("refreshPhoneNumber", { phoneNumberId: "550000000000191" }, idToken)).httpStatus;
  };

  before(async () => {
    SignedIn.parse(await identity("signUp"));
  });

  it("makes somebody an operator, from the next sign-in on", async () => {
    assert.equal(await mayCall(), 403);
    const { code, said } = await npm(documented(GRANT, account.email));
    assert.equal(code, 0, said);
    assert.match(said, new RegExp(`^${account.email} \\(\\w+\\) is now an operator in the auth emulator at `, "m"));
    assert.notEqual(await mayCall(), 403);
  });

  it("changes nothing when it is said again, with the project", async () => {
    const { code, said } = await npm(documented(GRANT_IN_PROJECT, account.email));
    assert.equal(code, 0, said);
    assert.match(said, /is an operator in the auth emulator at \S+ already; nothing was changed\./);
  });

  it("takes it back", async () => {
    const { code, said } = await npm(documented(REVOKE, account.email));
    assert.equal(code, 0, said);
    assert.match(said, /is no longer an operator /);
    assert.equal(await mayCall(), 403);
  });

  it("says in a sentence that there is no such user", async () => {
    const { code, said } = await npm(documented(GRANT, "nobody@example.com"));
    assert.equal(code, 1);
    assert.match(said, /^demo-whatsapp-registration has no user nobody@example\.com\./m);
    assert.doesNotMatch(said, /\n\s+at /);
  });
});
