import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import { metaView, NUMBER, OTHER_NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import type { Read } from "./ports.ts";
import { findElsewhere, present, readMigration, type MigrationReading } from "./read-migration.ts";

const DIGITS = "15550000001";
const DISPLAYED = metaView().displayPhoneNumber;
const HERE = { wabaId: WABA, customerId: null, businessId: null };
const THERE = "777000000000002";

const APP = { id: "888000000000001", name: null, override: null };
const ACCOUNT = { name: null, reviewStatus: "APPROVED", businessVerificationStatus: "verified", ownershipType: null };

const read = <Value>(value: Value): Read<Value> => ({ ok: true, value });
const failure = { kind: "timeout", reason: "late" } as const;
const LATE: Read<never> = { ok: false, failure };
const late = async (): Promise<Read<never>> => LATE;

/** A token that may manage these accounts, as Meta lists them among its other scopes. */
const managing = (targetIds: readonly string[] | null): TokenFacts =>
  tokenFacts({
    granularScopes: [
      { scope: "whatsapp_business_messaging", targetIds: ["777000000000009"] },
      { scope: "whatsapp_business_management", targetIds },
    ],
  });

/** A number that stands in one account of two that the token manages; the accounts that were looked through, and what the log says. */
function reading(changed: Partial<MigrationReading["graph"]> = {}) {
  const lookedThrough: string[] = [];
  const unread: unknown[] = [];
  const ports: MigrationReading = {
    graph: {
      inspectToken: async () => read(managing([WABA, THERE])),
      numbersOfWaba: async (wabaId) => {
        lookedThrough.push(wabaId);
        return read(wabaId === THERE ? [{ id: NUMBER, displayPhoneNumber: DISPLAYED }] : []);
      },
      readNumber: async () => read(metaView()),
      readWaba: async (wabaId) => read({ ...ACCOUNT, name: wabaId }),
      hasPaymentMethod: async () => read(true),
      subscribedApps: async () => read([APP, { ...APP, id: "888000000000009" }]),
      pinEnabled: async () => read(false),
      newNameStatus: async () => read("NONE"),
      accountMode: async () => read("LIVE"),
      ...changed,
    },
    journal: { readFailed: (entry) => void unread.push(entry) },
  };
  return { ports, lookedThrough, unread };
}

const unreadable = (wabaId: string, names: readonly string[]): unknown[] =>
  names.map((name) => ({ wabaId, read: name, failure }));

describe("what is read before a number moves", () => {
  it("is both sides: the account that it goes to, and the number where it is now", async () => {
    const { ports, unread } = reading();
    assert.deepEqual(await readMigration(ports, HERE, DIGITS), {
      account: { ...ACCOUNT, name: WABA },
      hasPayment: true,
      apps: 2,
      source: {
        view: metaView(),
        pinEnabled: false,
        newNameStatus: "NONE",
        accountMode: "LIVE",
        account: { ...ACCOUNT, name: THERE },
      },
    });
    assert.deepEqual(unread, []);
  });

  it("counts no apps in an account that has none, and is not known where they cannot be read", async () => {
    for (const [subscribedApps, apps] of [
      [read([]), 0],
      [LATE, null],
    ] as const) {
      const { ports } = reading({ subscribedApps: async () => subscribedApps });
      assert.equal((await readMigration(ports, HERE, DIGITS)).apps, apps);
    }
  });

  it("is all unknown where Meta does not answer, and the log names each read with its account", async () => {
    const { ports, unread } = reading({
      readNumber: late,
      readWaba: late,
      hasPaymentMethod: late,
      subscribedApps: late,
      pinEnabled: late,
      newNameStatus: late,
      accountMode: late,
    });
    assert.deepEqual(await readMigration(ports, HERE, DIGITS), {
      account: null,
      hasPayment: null,
      apps: null,
      source: { view: null, pinEnabled: null, newNameStatus: null, accountMode: null, account: null },
    });
    assert.deepEqual(
      new Set(unread),
      new Set([
        ...unreadable(WABA, ["account", "payment", "subscribedApps"]),
        ...unreadable(THERE, ["number", "pinEnabled", "newNameStatus", "accountMode", "account"]),
      ]),
    );
  });

  it("knows of no other side where the token cannot be inspected, which the log says", async () => {
    const { ports, unread } = reading({ inspectToken: late });
    assert.equal((await readMigration(ports, HERE, DIGITS)).source, null);
    assert.deepEqual(unread, unreadable(WABA, ["token"]));
  });
});

describe("a number in another account", () => {
  it("is looked for in the accounts that the token manages and no others, and not where it is to go", async () => {
    const { ports, lookedThrough } = reading();
    assert.deepEqual(await findElsewhere(ports, HERE, DIGITS), { phoneNumberId: NUMBER, wabaId: THERE });
    assert.deepEqual(lookedThrough, [THERE]);
  });

  it("is looked for in ten accounts at most", async () => {
    const others = Array.from({ length: 12 }, (_, index) => `7770000000001${String(index).padStart(2, "0")}`);
    const { ports, lookedThrough } = reading({ inspectToken: async () => read(managing([WABA, ...others])) });
    assert.equal(await findElsewhere(ports, HERE, DIGITS), null);
    assert.deepEqual(lookedThrough, others.slice(0, 10));
  });

  const unlisted: readonly (readonly [string, TokenFacts])[] = [
    ["covers every account", managing(null)],
    ["has no scope to manage any", tokenFacts({ granularScopes: [] })],
    ["has scopes that Meta does not list", tokenFacts({ granularScopes: null })],
  ];
  for (const [what, token] of unlisted) {
    it(`is looked for nowhere where the token ${what}`, async () => {
      const { ports, lookedThrough } = reading({ inspectToken: async () => read(token) });
      assert.deepEqual([await findElsewhere(ports, HERE, DIGITS), lookedThrough], [null, []]);
    });
  }

  it("is not found in an account whose numbers cannot be listed", async () => {
    assert.equal(await findElsewhere(reading({ numbersOfWaba: late }).ports, HERE, DIGITS), null);
  });
});

describe("a number that an account lists", () => {
  const listed = [
    { id: OTHER_NUMBER, displayPhoneNumber: "+1 555-000-0002" },
    { id: NUMBER, displayPhoneNumber: DISPLAYED },
  ];
  const standing = [
    ["MIGRATED", null],
    ["DELETED", null],
    ["PENDING", NUMBER],
    [null, NUMBER],
  ] as const;
  for (const [status, expected] of standing) {
    it(`has ${expected === null ? "left it" : "stayed"} where Meta calls it ${status}`, async () => {
      const { ports } = reading({ readNumber: async () => read(metaView({ status })) });
      assert.equal(await present(ports.graph, listed, DIGITS), expected);
    });
  }

  it("counts as there where it cannot be read", async () => {
    assert.equal(await present(reading({ readNumber: late }).ports.graph, listed, DIGITS), NUMBER);
  });
});
