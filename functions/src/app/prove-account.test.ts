import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AccountDocument } from "../contract/account.ts";
import { AccountConnectionResult } from "../contract/connect-account.ts";
import { tokenFacts } from "../testing/fixtures.ts";
import { OUT_OF_REACH, refusal, SHOP, SHOP_NUMBER, signupWorld } from "../testing/signup-world.ts";
import type { ConnectingGraph, SignupGraph } from "./customer-ports.ts";
import type { ReadFailure } from "./ports.ts";

type World = ReturnType<typeof signupWorld>;

interface Unread {
  readonly ok: false;
  readonly failure: ReadFailure;
}

const LATE: Unread = { ok: false, failure: { kind: "timeout", reason: "late" } };
const refused = (code: number): Unread => ({
  ok: false,
  failure: { kind: "refused", error: refusal(code).error },
});

/** What the log says of reads that failed. */
const failedReads = ({ lines }: World): unknown[] =>
  lines.filter((line) => JSON.stringify(line).includes("readFailed"));
const failed = (read: string, { failure }: Unread) => ({
  event: "readFailed",
  entry: { wabaId: SHOP, read, failure },
});

const connecting = async (
  world: World,
  {
    graph = {},
    signups = {},
    isOwn = () => false,
  }: {
    readonly graph?: Partial<ConnectingGraph>;
    readonly signups?: Partial<SignupGraph>;
    readonly isOwn?: (id: string) => boolean;
  },
): Promise<AccountConnectionResult> => {
  const changed = { ...world.answering(() => graph), signups: { ...world.ports.signups, ...signups } };
  return AccountConnectionResult.parse(await world.connect({ isOwn }, changed));
};

/** The steps of a claim that is not proven, each with its state. */
const AT = {
  token: ["failed", "skipped", "skipped", "skipped", "skipped"],
  account: ["done", "done", "failed", "skipped", "skipped"],
} as const;

/** What goes wrong, what the caller is told, at which step, and what the log says could not be read. */
const STOPS: readonly (readonly [
  what: string,
  change: Parameters<typeof connecting>[1],
  told: readonly [Exclude<AccountConnectionResult["status"], "connected">, keyof typeof AT],
  lines: readonly unknown[],
])[] = [
  [
    "Meta does not say what the token is",
    { signups: { inspectToken: async () => LATE } },
    ["meta_unavailable", "token"],
    [failed("token", LATE)],
  ],
  [
    "Meta refuses to say what the token is",
    { signups: { inspectToken: async () => refused(190) } },
    ["invalid_token", "token"],
    [failed("token", refused(190))],
  ],
  [
    "the token is another app's",
    { signups: { inspectToken: async () => ({ ok: true, value: tokenFacts({ appId: "888000000000009" }) }) } },
    ["wrong_app", "token"],
    [],
  ],
  [
    "the account's numbers do not come in time",
    { graph: { numbersOfWaba: async () => LATE } },
    ["meta_unavailable", "account"],
    [failed("numbersOfWaba", LATE)],
  ],
  [
    "Meta refuses to list the account's numbers",
    { graph: { numbersOfWaba: async () => OUT_OF_REACH } },
    ["account_not_shared", "account"],
    [failed("numbersOfWaba", OUT_OF_REACH)],
  ],
  [
    "Meta throttles the list of the account's numbers",
    { graph: { numbersOfWaba: async () => refused(4) } },
    ["throttled", "account"],
    [failed("numbersOfWaba", refused(4))],
  ],
  [
    "the account lists another number than the one that was named",
    { graph: { numbersOfWaba: async () => ({ ok: true, value: [] }) } },
    ["account_not_shared", "account"],
    [],
  ],
  [
    "the number that was named is the deployment's own",
    { isOwn: (id) => id === SHOP_NUMBER },
    ["account_taken", "account"],
    [],
  ],
  ["the account is the deployment's own", { isOwn: (id) => id === SHOP }, ["account_taken", "account"], []],
];

describe("what a browser claims of a sign-up", () => {
  for (const [what, change, [status, at], lines] of STOPS) {
    it(`is ${status} where ${what}: nothing is changed at Meta, and the account stays untouched`, async () => {
      const world = signupWorld();
      const result = await connecting(world, change);
      assert.equal(result.status, status);
      assert.deepEqual(
        result.steps.map(({ state }) => state),
        AT[at],
      );
      assert.ok("message" in result);
      const step = result.steps.find(({ state }) => state === "failed");
      assert.deepEqual([step?.id, step?.message], [at, result.message]);
      assert.deepEqual(failedReads(world), lines);
      assert.ok(!world.meta.requests.includes("subscribe"));
      assert.equal(world.document(`whatsappAccounts/${SHOP}`), undefined);
    });
  }

  it("needs neither the account's name nor its owner, and the log says that the account could not be read", async () => {
    const world = signupWorld();
    const result = await connecting(world, { graph: { readWaba: async () => LATE, ownerOf: async () => LATE } });
    assert.equal(result.status, "connected");
    const { name, businessId } = AccountDocument.parse(world.document(`whatsappAccounts/${SHOP}`));
    assert.deepEqual([name, businessId], [null, null]);
    assert.deepEqual(failedReads(world), [failed("readWaba", LATE)]);
  });
});
