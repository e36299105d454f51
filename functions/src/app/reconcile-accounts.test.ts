import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import type { Read } from "../domain/read.ts";
import { graphError, metaView, NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { reconcilerWorld } from "../testing/reconciler-world.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import { reconcileAccounts } from "./reconcile-accounts.ts";
import type { ReconcilePorts } from "./reconcile-ports.ts";

const [ACME, BETA] = ["777000000000010", "777000000000020"];
const OF_ACME = ["550000000000011", "550000000000012"];
const OF_BETA = ["550000000000021"];
const REFUSED: Read<never> = { ok: false, failure: { kind: "refused", error: graphError(190) } };
const THROTTLED: Read<never> = { ok: false, failure: { kind: "refused", error: graphError(80007) } };

/** The deployment's own number, two of one customer's and one of another's, all due. */
function stage() {
  const time = virtualTime();
  const store = memoryStore(() => time.now());
  const looks: string[] = [];
  const says = { dead: new Set<string>(), throttled: new Set<string>() };
  const graphOf = (who: string): ReconcilePorts["graph"] => ({
    readNumber: async (id) => {
      looks.push(`${who} ${id}`);
      return says.throttled.has(who) ? THROTTLED : { ok: true, value: metaView({ observedAt: iso(time.now()) }) };
    },
    inspectToken: async () => (says.dead.has(who) ? REFUSED : { ok: true, value: tokenFacts() }),
  });
  const put = (id: string, fields: object): void => {
    store.documents.commit(
      [{ path: `whatsappNumbers/${id}`, kind: "set", fields: { ...fields }, unchangedSince: undefined }],
      time.now(),
    );
    store.number(id).ledger = { ...EMPTY_LEDGER, nextLookAt: time.now() };
  };
  for (const id of OF_ACME) put(id, { customerId: "acme", wabaId: ACME });
  for (const id of OF_BETA) put(id, { customerId: "beta", wabaId: BETA });
  put(NUMBER, { wabaId: WABA });
  const own = reconcilerWorld(store, time, graphOf("own"), "own");
  const customers = new Map([ACME, BETA].map((id) => [id, reconcilerWorld(store, time, graphOf(id), id)]));
  const gone = new Set<string>();
  const run = () =>
    time.run(async () => {
      await time.sleep(60_000);
      await reconcileAccounts(
        own.ports,
        { namedIds: [NUMBER], manages: () => true },
        {
          portsOf: async ({ wabaId }) => (gone.has(wabaId) ? null : (customers.get(wabaId)?.ports ?? null)),
        },
      );
    });
  const dueAt = (id: string): number | null => store.number(id).ledger.nextLookAt;
  return { time, store, looks, says, own, customers, gone, run, dueAt };
}

const iso = (ms: number): string => new Date(ms).toISOString();

describe("the numbers of several accounts", () => {
  it("are looked at each with the token of its own account, also where the deployment manages whatever it reaches", async () => {
    const { run, looks } = stage();
    await run();
    const expected = [
      `own ${NUMBER}`,
      ...OF_ACME.map((id) => `${ACME} ${id}`),
      ...OF_BETA.map((id) => `${BETA} ${id}`),
    ];
    assert.deepEqual(looks.toSorted(), expected.toSorted());
  });

  it("are not held up by another account's dead token", async () => {
    const { run, looks, says, store } = stage();
    says.dead.add(ACME);
    await run();
    assert.deepEqual(looks.toSorted(), [`own ${NUMBER}`, `${BETA} ${OF_BETA[0]}`].toSorted());
    assert.equal(store.number(OF_ACME[0] ?? "").document?.token?.state, "invalid");
    assert.equal(store.number(OF_BETA[0] ?? "").document?.token?.state ?? "valid", "valid");
    assert.equal(store.number(NUMBER).document?.token?.state ?? "valid", "valid");
  });

  it("nor by one that Meta throttles, whose numbers make room in front", async () => {
    const { run, looks, says, dueAt, time, customers } = stage();
    says.throttled.add(ACME);
    await run();
    assert.ok(looks.includes(`${BETA} ${OF_BETA[0]}`) && looks.includes(`own ${NUMBER}`));
    looks.length = 0;
    await run();
    assert.deepEqual(
      looks.filter((look) => look.startsWith(ACME)),
      [],
    );
    const { pausedUntil } = await must(customers.get(ACME)).ports.memory.recall();
    for (const id of OF_ACME) {
      const at = dueAt(id) ?? 0;
      assert.ok(at > time.now() && at <= (pausedUntil ?? 0) + 1000, "as long as the pause, and no longer");
    }
  });

  it("nor by one whose token cannot be opened", async () => {
    const { run, looks, customers } = stage();
    customers.delete(ACME);
    const broken = stage();
    broken.customers.set(ACME, {
      ...must(broken.customers.get(ACME)),
      get ports(): never {
        throw new Error("no key");
      },
    });
    await broken.run();
    assert.ok(broken.looks.includes(`${BETA} ${OF_BETA[0]}`));
    assert.ok(broken.own.lines.some(({ event }) => event === "lookFailed"));
    await run();
    assert.ok(looks.includes(`${BETA} ${OF_BETA[0]}`));
  });

  for (const [what, change] of [
    ["dismissed", "dismiss"],
    ["postponed", "postpone"],
  ] as const) {
    it(`are ${what} many at a time, so that an account with very many holds up no run`, async () => {
      const { run, gone, own, says } = stage();
      if (change === "dismiss") gone.add(ACME);
      else {
        says.throttled.add(ACME);
        await run();
      }
      let [now, most] = [0, 0];
      const { due } = own.ports;
      const counted = async (write: Promise<void>): Promise<void> => {
        now += 1;
        most = Math.max(most, now);
        await write;
        now -= 1;
      };
      Object.assign(own.ports, {
        due: {
          ...due,
          due: async () => OF_ACME,
          dismiss: (id: string) => counted(due.dismiss(id)),
          postpone: (id: string, ms: number) => counted(due.postpone(id, ms)),
        },
      });
      await run();
      assert.equal(most, OF_ACME.length);
    });
  }

  it("are let go where nothing acts for the account any more", async () => {
    const { run, looks, gone, dueAt } = stage();
    gone.add(ACME);
    await run();
    assert.deepEqual(OF_ACME.map(dueAt), [null, null]);
    assert.ok(looks.every((look) => !look.startsWith(ACME)));
  });

  it("are not looked at with the deployment's token because that has changed, and every number is called", async () => {
    const { run, looks, store, time } = stage();
    for (const id of [...OF_ACME, ...OF_BETA])
      store.number(id).ledger = { ...EMPTY_LEDGER, nextLookAt: time.now() + 86_400_000 };
    await run();
    assert.deepEqual(looks, [`own ${NUMBER}`]);
  });

  it("nor by the deployment's own, which Meta answers slowly or Firestore refuses", async () => {
    const { run, looks, own, time, store } = stage();
    const many = Array.from({ length: 40 }, (_, index) => String(550_000_000_000_500 + index));
    for (const id of many) store.number(id).ledger = { ...EMPTY_LEDGER, nextLookAt: time.now() };
    const { readNumber } = own.ports.graph;
    own.ports.graph.readNumber = async (...asked) => {
      await time.sleep(8000);
      return readNumber(...asked);
    };
    await run();
    assert.ok(looks.filter((look) => look.startsWith("own ")).length < many.length);
    assert.ok(looks.includes(`${BETA} ${OF_BETA[0]}`) && looks.includes(`${ACME} ${OF_ACME[0]}`));
    const refused = stage();
    refused.own.ports.memory.recall = () => Promise.reject(new Error("Firestore is away"));
    await assert.rejects(refused.run(), /Firestore is away/);
    assert.ok(refused.looks.includes(`${BETA} ${OF_BETA[0]}`), "and the run is told to have failed");
  });

  it("end with the run, whenever their account was begun with", async () => {
    const { run, looks, store, time, customers } = stage();
    const many = Array.from({ length: 60 }, (_, index) => String(551_000_000_000_000 + index));
    for (const id of many) {
      store.documents.commit(
        [
          {
            path: `whatsappNumbers/${id}`,
            kind: "set",
            fields: { customerId: "beta", wabaId: BETA },
            unchangedSince: undefined,
          },
        ],
        time.now(),
      );
      store.number(id).ledger = { ...EMPTY_LEDGER, nextLookAt: time.now() };
    }
    const { graph } = must(customers.get(BETA)).ports;
    const { readNumber } = graph;
    graph.readNumber = async (...asked) => {
      await time.sleep(8000);
      return readNumber(...asked);
    };
    const before = time.now();
    await run();
    assert.ok(time.now() - before < 60_000 + 45_000 + 10_000, `${time.now() - before} ms`);
    assert.ok(looks.length < many.length);
  });

  it("are let go, and tried with nobody's token, where their documents say that the customer has left", async () => {
    const { run, looks, store, dueAt } = stage();
    const [left = "", stays = ""] = OF_ACME;
    const path = `whatsappNumbers/${left}`;
    const disconnection = { at: "2030-01-01T00:00:00.000Z", reason: "The account was disconnected here." };
    const fields = { ...store.documents.read(path)?.fields, disconnection };
    store.documents.commit([{ path, kind: "set", fields, unchangedSince: undefined }], 0);
    await run();
    assert.deepEqual([dueAt(left), looks.some((look) => look.endsWith(left))], [null, false]);
    assert.ok(looks.includes(`${ACME} ${stays}`), "the others are looked at as before");
  });

  it("are tried with nobody's token while it cannot be read whose they are", async () => {
    const { run, looks, own } = stage();
    own.ports.homes.homesOf = () => Promise.reject(new Error("Firestore is away"));
    await run();
    assert.deepEqual(looks, [`own ${NUMBER}`]);
  });
});

const must = <Value>(value: Value | undefined): Value => value ?? assert.fail("it is not there");
