import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { Timestamp } from "firebase-admin/firestore";
import { EMPTY_LEDGER } from "../domain/attempt/attempt-window.ts";
import type { NamedNumbers } from "../domain/number-home.ts";
import type { Read } from "../domain/read.ts";
import { graphError, metaView, NUMBER, OTHER_NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { reconcilerWorld, type ReconcilerWorld } from "../testing/reconciler-world.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import { reconcileAccounts } from "./reconcile-accounts.ts";
import type { ReconcilePorts } from "./reconcile-ports.ts";

const [ACME, BETA] = ["777000000000010", "777000000000020"];
const OF_ACME = ["550000000000011", "550000000000012"];
const OF_BETA = ["550000000000021"];
const DISCONNECTION = { at: "2030-01-01T00:00:00.000Z", reason: "The account was disconnected here." };
const REFUSED: Read<never> = { ok: false, failure: { kind: "refused", error: graphError(190) } };
const THROTTLED: Read<never> = { ok: false, failure: { kind: "refused", error: graphError(80007) } };

/** The deployment's own number, two of one customer's and one of another's, all due. */
function stage({ namedIds = [NUMBER], manages = () => true }: Partial<NamedNumbers> = {}) {
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
  const write = (path: string, fields: object): void =>
    store.documents.commit([{ path, kind: "set", fields: { ...fields }, unchangedSince: undefined }], time.now());
  const put = (id: string, fields: object): void => {
    write(`whatsappNumbers/${id}`, fields);
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
        { namedIds, manages },
        {
          portsOf: async ({ wabaId }) => (gone.has(wabaId) ? null : (customers.get(wabaId)?.ports ?? null)),
        },
      );
    });
  const dueAt = (id: string): number | null => store.number(id).ledger.nextLookAt;
  return { time, store, looks, says, own, customers, gone, write, put, run, dueAt };
}

const iso = (ms: number): string => new Date(ms).toISOString();
const lookFailures = ({ lines }: ReconcilerWorld): unknown[] =>
  lines.flatMap(({ event, entry }) => (event === "lookFailed" ? [entry] : []));
/** So many numbers. */
const numbers = (count: number, first: number): string[] =>
  Array.from({ length: count }, (_, index) => String(first + index));

/** Has Meta take its time. */
const slowly = ({ time }: ReturnType<typeof stage>, { graph }: ReconcilePorts, ms: number): void => {
  const { readNumber } = graph;
  graph.readNumber = async (...asked) => {
    await time.sleep(ms);
    return readNumber(...asked);
  };
};

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
    const error = new Error("no key");
    broken.customers.set(ACME, {
      ...must(broken.customers.get(ACME)),
      get ports(): never {
        throw error;
      },
    });
    await broken.run();
    assert.ok(broken.looks.includes(`${BETA} ${OF_BETA[0]}`));
    assert.deepEqual(lookFailures(broken.own), [{ phoneNumberId: OF_ACME[0], error }]);
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
    const here = stage();
    const { run, looks, own, time, store } = here;
    const many = numbers(40, 550_000_000_000_500);
    for (const id of many) store.number(id).ledger = { ...EMPTY_LEDGER, nextLookAt: time.now() };
    slowly(here, own.ports, 8000);
    await run();
    assert.ok(looks.filter((look) => look.startsWith("own ")).length < many.length);
    assert.ok(looks.includes(`${BETA} ${OF_BETA[0]}`) && looks.includes(`${ACME} ${OF_ACME[0]}`));
    const refused = stage();
    refused.own.ports.memory.recall = () => Promise.reject(new Error("Firestore is away"));
    await assert.rejects(refused.run(), /Firestore is away/);
    assert.ok(refused.looks.includes(`${BETA} ${OF_BETA[0]}`), "and the run is told to have failed");
  });

  it("end with the run, whenever their account was begun with", async () => {
    const here = stage();
    const { run, looks, put, time, customers } = here;
    const many = numbers(60, 551_000_000_000_000);
    for (const id of many) put(id, { customerId: "beta", wabaId: BETA });
    slowly(here, must(customers.get(BETA)).ports, 8000);
    const before = time.now();
    await run();
    assert.ok(time.now() - before < 60_000 + 45_000 + 10_000, `${time.now() - before} ms`);
    assert.ok(looks.length < many.length);
  });

  it("are let go, and tried with nobody's token, where their documents say that the customer has left", async () => {
    const { run, looks, put, dueAt } = stage();
    const [left = "", stays = ""] = OF_ACME;
    put(left, { customerId: "acme", wabaId: ACME, disconnection: DISCONNECTION });
    await run();
    assert.deepEqual([dueAt(left), looks.some((look) => look.endsWith(left))], [null, false]);
    assert.ok(looks.includes(`${ACME} ${stays}`), "the others are looked at as before");
  });

  it("are tried with nobody's token where their documents do not say whose they are, although they are a customer's", async () => {
    const { run, looks, own, put, dueAt, time } = stage();
    const [unreadable = ""] = OF_ACME;
    put(unreadable, { customerId: "not an id", wabaId: ACME });
    await run();
    assert.ok(!looks.some((look) => look.endsWith(unreadable)));
    assert.match(inspect(lookFailures(own)), /Whose the number is cannot be read in its document\./u);
    assert.ok((dueAt(unreadable) ?? 0) > time.now(), "it is asked again later");
  });

  it("are tried with nobody's token while it cannot be read whose they are", async () => {
    const { run, looks, own } = stage();
    const error = new Error("Firestore is away");
    own.ports.homes.homesOf = () => Promise.reject(error);
    await run();
    assert.deepEqual(looks, [`own ${NUMBER}`]);
    assert.deepEqual(lookFailures(own)[0], { phoneNumberId: OF_ACME[0], error });
  });

  it("hold up no other where they cannot be let go", async () => {
    const { run, looks, own, put, dueAt } = stage();
    const [left = "", stays = ""] = OF_ACME;
    put(left, { customerId: "acme", wabaId: ACME, disconnection: DISCONNECTION });
    const error = new Error("Firestore is away");
    own.ports.due.dismiss = () => Promise.reject(error);
    await run();
    assert.deepEqual(lookFailures(own)[0], { phoneNumberId: left, error });
    assert.ok(looks.includes(`${ACME} ${stays}`) && looks.includes(`own ${NUMBER}`));
    assert.notEqual(dueAt(left), null, "it stays due");
  });

  it("are left alone for an hour where their ledgers cannot be read, in whatever account they are", async () => {
    const { run, own, customers, write, time } = stage();
    const [ofAcme = ""] = OF_ACME;
    const spoilt = { register: "spoilt", nextLookAt: Timestamp.fromMillis(time.now()) };
    for (const id of [NUMBER, ofAcme]) write(`whatsappLedgers/${id}`, spoilt);
    await run();
    await run();
    for (const [{ lines }, phoneNumberId] of [[own, NUMBER] as const, [must(customers.get(ACME)), ofAcme] as const])
      assert.deepEqual(
        lines.filter(({ event }) => event === "ledgerUnreadable"),
        [{ event: "ledgerUnreadable", entry: { phoneNumberId } }],
      );
    const due = await own.ports.due.due(100);
    assert.deepEqual([due.includes(NUMBER), due.includes(ofAcme)], [false, false]);
  });

  it("are looked at from the moment at which their account's pause ends", async () => {
    const { run, looks, customers, time } = stage();
    const pausedUntil = time.now() + 60_000;
    await must(customers.get(ACME)).ports.memory.remember({ token: null, choresAt: null, pausedUntil });
    await run();
    assert.ok(looks.includes(`${ACME} ${OF_ACME[0]}`));
  });

  for (const [ms, isBegun] of [
    [40_000, true],
    [40_001, false],
  ] as const) {
    it(`are ${isBegun ? "still" : "no more"} begun with ${ms} ms after the run has begun`, async () => {
      const { run, looks, own, time, dueAt } = stage();
      const { inspectToken } = own.ports.graph;
      own.ports.graph.inspectToken = async (...asked) => {
        await time.sleep(ms);
        return inspectToken(...asked);
      };
      await run();
      const ofCustomers = [...OF_ACME.map((id) => `${ACME} ${id}`), ...OF_BETA.map((id) => `${BETA} ${id}`)];
      assert.deepEqual(looks.toSorted(), isBegun ? ofCustomers : []);
      if (!isBegun) for (const id of OF_ACME) assert.ok((dueAt(id) ?? Infinity) <= time.now(), "it stays due");
    });
  }

  it("are sixty a run at most of each account, and the others in the next one", async () => {
    const { run, looks, put } = stage();
    for (const id of numbers(70, 550_000_000_000_500)) put(id, {});
    for (const id of numbers(70, 551_000_000_000_500)) put(id, { customerId: "beta", wabaId: BETA });
    const seen = (who: string): number => new Set(looks.filter((look) => look.startsWith(who))).size;
    await run();
    assert.deepEqual([seen("own"), seen(BETA)], [60, 60]);
    await run();
    assert.deepEqual([seen("own"), seen(BETA)], [71, 71]);
  });
});

describe("the deployment's own numbers, among those of customers", () => {
  it("are looked at with its token, whether the configuration names them, the token reaches them or they were added", async () => {
    const [reached, added, stranger] = ["550000000000501", "550000000000502", "550000000000503"];
    const manages = (id: string): boolean => id === NUMBER || id === reached;
    const { run, looks, put, dueAt } = stage({ manages });
    put(reached, {});
    put(added, { wabaId: WABA, addedAt: "2029-12-31T00:00:00.000Z" });
    put(stranger, {});
    await run();
    const ofOwn = looks.filter((look) => look.startsWith("own "));
    assert.deepEqual(ofOwn.toSorted(), [`own ${NUMBER}`, `own ${reached}`, `own ${added}`].toSorted());
    assert.notEqual(dueAt(added), null);
    assert.equal(dueAt(stranger), null, "and what is not managed here is let go");
  });

  it("are looked at in the very run that first finds them in the configuration", async () => {
    const { run, looks } = stage({ namedIds: [NUMBER, OTHER_NUMBER] });
    await run();
    assert.ok(looks.includes(`own ${OTHER_NUMBER}`));
  });

  it("all show in the very run that notices it that the token has died, whenever they were due", async () => {
    const { run, says, store, time } = stage();
    await run();
    store.number(NUMBER).ledger = { ...EMPTY_LEDGER, nextLookAt: time.now() + 86_400_000 };
    says.dead.add("own");
    await time.run(() => time.sleep(600_000));
    await run();
    assert.equal(store.number(NUMBER).document?.token?.state, "invalid");
  });

  it("have the whole run where none of a customer's is due", async () => {
    const here = stage();
    const { run, looks, own, store, put } = here;
    for (const id of [...OF_ACME, ...OF_BETA]) store.number(id).ledger = EMPTY_LEDGER;
    for (const id of numbers(40, 550_000_000_000_500)) put(id, {});
    slowly(here, own.ports, 8000);
    await run();
    assert.equal(looks.length, 24, "four at a time, the last of them after 40 seconds");
  });
});

const must = <Value>(value: Value | undefined): Value => value ?? assert.fail("it is not there");
