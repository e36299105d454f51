import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { before, describe, it } from "node:test";
import { z } from "zod";
import { AccountConnectionResult } from "../functions/src/contract/connect-account.ts";
import { keyName, tokenVault } from "../functions/src/vault/token-vault.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { root } from "../tools/root.ts";
import { npmScript } from "../tools/setup/node24.mjs";
import { leaks } from "../torture/leaks/leaks.ts";
import { call, storeAt, storedAt } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { secrets } from "./harness/emulators.ts";
import { businessTokens, endDialog, simulatorForSignups } from "./harness/signup.ts";

/** The key that the emulators' functions have: before the leak the newest, and afterwards the leaked one. */
const LEAKED = secrets["CUSTOMER_TOKEN_KEYS"] ?? "";
const NEW = randomBytes(32).toString("base64url");

const Stored = z.object({ customerId: z.string(), sealed: z.string() });

describe("npm run reseal-tokens, after a key has leaked", () => {
  let simulator: Simulator;
  let member: EmulatorSession;
  const accounts: { readonly wabaId: string; readonly phoneNumberId: string }[] = [];
  const said: string[] = [];

  const closing = closedAfterTests();
  before(async () => {
    simulator = await simulatorForSignups(closing, { delivers: false });
    member = closing(await openSession(process.env, { whatsappCustomers: ["acme"] }));
    for (let turn = 0; turn < 3; turn += 1) {
      const { code, wabaId, phoneNumberIds } = await endDialog(simulator);
      const [phoneNumberId = ""] = phoneNumberIds;
      const { result } = await call("connectAccount", { code, wabaId, phoneNumberId }, await member.idToken());
      assert.equal(AccountConnectionResult.parse(result).status, "connected");
      accounts.push({ wabaId, phoneNumberId });
    }
  });

  /** Types the command as a person would, with these keys deployed. */
  function reseal(keys: readonly string[], ...args: string[]): Promise<{ code: number; output: string }> {
    const { NODE_TEST_CONTEXT: _ours, ...rest } = process.env;
    const env = { ...rest, CUSTOMER_TOKEN_KEYS: keys.join(",") };
    return new Promise((resolve) => {
      const all = [npmScript(), "run", "--silent", "reseal-tokens", "--", ...args];
      execFile(process.execPath, all, { cwd: root, env, timeout: 120_000 }, (error, stdout, stderr) => {
        said.push(stdout + stderr);
        resolve({
          code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1,
          output: stdout + stderr,
        });
      });
    });
  }

  const place = (wabaId: string): string => `whatsappAccountTokens/${wabaId}`;
  const stored = async (wabaId: string): Promise<z.infer<typeof Stored>> => Stored.parse(await storedAt(place(wabaId)));
  /** The tokens that open with these keys. */
  async function opened(keys: readonly string[]): Promise<string[]> {
    const vault = tokenVault(keys);
    const found = accounts.map(async ({ wabaId }) => vault.open((await stored(wabaId)).sealed, place(wabaId)));
    return (await Promise.all(found)).map((token) => token.reveal()).toSorted();
  }

  it("says before anything is changed how many tokens bear which key", async () => {
    const untouched = await Promise.all(accounts.map(({ wabaId }) => stored(wabaId)));
    const { code, output } = await reseal([NEW, LEAKED], "--dry-run");
    assert.equal(code, 1, "there is something left to do");
    assert.match(output, new RegExp(` 3 {2}${keyName(LEAKED)}$`, "m"));
    assert.deepEqual(await Promise.all(accounts.map(({ wabaId }) => stored(wabaId))), untouched);
  });

  it("seals every token with the new key: it opens with that alone, and is what it was", async () => {
    const { code, output } = await reseal([NEW, LEAKED]);
    assert.equal(code, 0, output);
    assert.match(output, / 3 {2}sealed again/);
    assert.deepEqual(await opened([NEW]), businessTokens(simulator).toSorted());
    await assert.rejects(opened([LEAKED]), /CUSTOMER_TOKEN_KEYS does not hold/);
    assert.equal((await stored(accounts[0]?.wabaId ?? "")).customerId, "acme");
  });

  it("finds none that bears the leaked key, which can then be taken out", async () => {
    const { code, output } = await reseal([NEW], "--dry-run");
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(` 3 {2}${keyName(NEW)} \\(the newest\\)$`, "m"));
    assert.ok(!output.includes(keyName(LEAKED)));
  });

  it("names the documents that it cannot open, and ends with another status", async () => {
    const strange = place("778000000009998");
    const [{ wabaId } = { wabaId: "" }] = accounts;
    await storeAt(strange, { customerId: "acme", sealed: (await stored(wabaId)).sealed });
    const { code, output } = await reseal([NEW]);
    assert.equal(code, 1);
    assert.match(output, new RegExp(`^ {2}${strange}$`, "m"));
    await storeAt(strange, { customerId: "acme", sealed: null });
  });

  it("leaves tokens that the deployed functions act with", async () => {
    // The functions of this run have the other key: to them the rotation goes the other way.
    const { code, output } = await reseal([LEAKED, NEW]);
    assert.equal(code, 0, output);
    for (const { phoneNumberId, wabaId } of accounts) {
      simulator.clearRequests();
      const data = { code: undefined, wabaId, phoneNumberId };
      const { result } = await call("connectAccount", data, await member.idToken());
      assert.equal(AccountConnectionResult.parse(result).status, "connected");
      assert.deepEqual(simulator.requests({ endpoint: "exchange_code" }), []);
    }
  });

  it("shows no token and no key", () => {
    const canaries = [...businessTokens(simulator), LEAKED, NEW].map((value, index) => ({ name: `${index}`, value }));
    const outputs = said.map((text, index) => ({ name: `output ${index}`, text }));
    assert.ok(outputs.length >= 5);
    assert.deepEqual(leaks(canaries, outputs), []);
  });
});
