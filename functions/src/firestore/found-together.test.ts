import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { Found, Wanted } from "../domain/webhook/webhook-route.ts";
import { foundTogether } from "./found-together.ts";

const NOTHING: Wanted = { ids: [], digits: [], wabaIds: [], accounts: [], statuses: [] };
const about = (...ids: string[]): Wanted => ({ ...NOTHING, ids });

/** As Firestore refuses what it is given: gRPC's INVALID_ARGUMENT. */
const REFUSED = Object.assign(new Error("3 INVALID_ARGUMENT"), { code: 3 });

/** A look-up that answers when it is told to, and what it was asked. */
function stage() {
  const asked: Wanted[] = [];
  const ends: ((failure?: Error) => void)[] = [];
  const find = foundTogether(async (wanted) => {
    asked.push(wanted);
    await new Promise<void>((resolve, reject) => {
      ends.push((failure) => (failure === undefined ? resolve() : reject(failure)));
    });
    return { numbers: [], lastEventAt: new Map(wanted.ids.map((id) => [id, id])), testMessages: new Set() };
  });
  const end = async (place: number, failure?: Error): Promise<void> => {
    ends[place]?.(failure);
    await turn();
  };
  const idsOf = (found: Found): string[] => [...found.lastEventAt.keys()];
  return { find, asked, end, idsOf };
}

describe("looking up what deliveries are about", () => {
  it("waits for nothing where nothing is under way", async () => {
    const { find, asked, end, idsOf } = stage();
    const found = find(about("1"));
    await turn();
    assert.deepEqual(asked, [about("1")]);
    await end(0);
    assert.deepEqual(idsOf(await found), ["1"]);
  });

  it("joins what comes while one is under way, and begins it after that has ended", async () => {
    const { find, asked, end, idsOf } = stage();
    const first = find(about("1"));
    await turn();
    const others = [
      find({ ...about("2"), digits: ["15550000001"], accounts: ["77"] }),
      find({ ...about("2", "3"), accounts: ["77", "78"] }),
    ];
    await turn();
    assert.equal(asked.length, 1, "the one under way began before they came, and is not theirs");
    await end(0);
    assert.deepEqual(idsOf(await first), ["1"]);
    assert.deepEqual(asked[1], { ...about("2", "3"), digits: ["15550000001"], accounts: ["77", "78"] });
    const late = find(about("4"));
    await end(1);
    assert.deepEqual((await Promise.all(others)).map(idsOf), [
      ["2", "3"],
      ["2", "3"],
    ]);
    assert.deepEqual(asked[2], about("4"), "one that has begun is joined by nobody");
    await end(2);
    await late;
  });

  it("lets what names many things, or whole accounts, go by itself at once", async () => {
    const { find, asked, end } = stage();
    const many = about(...Array.from({ length: 21 }, (_, index) => String(index)));
    const all = [find(about("1")), find(many), find({ ...NOTHING, wabaIds: ["77"] })];
    await turn();
    assert.deepEqual(new Set(asked), new Set([about("1"), many, { ...NOTHING, wabaIds: ["77"] }]));
    for (const place of [0, 1, 2]) await end(place);
    await Promise.all(all);
  });

  it("counts digits, accounts and statuses as well as ids, and lets twenty of them wait with others", async () => {
    const { find, asked, end } = stage();
    const status = { phoneNumberId: "1" } as unknown as Wanted["statuses"][number];
    const some = { ids: five("i"), digits: five("d"), accounts: five("a"), statuses: five("s").map(() => status) };
    const first = find(about("1"));
    await turn();
    const waits = find({ ...NOTHING, ...some });
    const goes = [{ ids: "x" }, { digits: "x" }, { accounts: "x" }].map((more) =>
      find({
        ...NOTHING,
        ...some,
        ...Object.fromEntries(Object.entries(more).map(([name]) => [name, [...five("x"), "x"]])),
      }),
    );
    goes.push(find({ ...NOTHING, ...some, statuses: [...some.statuses, status] }));
    await turn();
    assert.equal(asked.length, 5, "all but the one of twenty have begun");
    for (const place of [0, 1, 2, 3, 4]) await end(place);
    assert.deepEqual(asked[5], { ...NOTHING, ...some });
    await end(5);
    await Promise.all([first, waits, ...goes]);
  });

  it("makes no more than thirty in one", async () => {
    const { find, asked, end } = stage();
    const first = find(about("first"));
    await turn();
    const others = Array.from({ length: 31 }, (_, index) => find(about(String(index))));
    await end(0);
    assert.equal(asked[1]?.ids.length, 30);
    await end(1);
    assert.deepEqual(asked[2], about("30"));
    await end(2);
    await Promise.all([first, ...others]);
  });

  it("makes each by itself where Firestore refuses the one that they share, so that none fails for another's sake", async () => {
    const { find, asked, end, idsOf } = stage();
    const first = find(about("1"));
    await turn();
    const [good, bad] = [find(about("2")), find(about("3"))];
    await end(0);
    await end(1, REFUSED);
    assert.deepEqual(asked.slice(2), [about("2"), about("3")]);
    await end(2);
    await Promise.all([end(3, REFUSED), assert.rejects(bad, REFUSED)]);
    assert.deepEqual([idsOf(await first), idsOf(await good)], [["1"], ["2"]]);
  });

  it("asks no second time of a Firestore that does not answer, for nobody, and goes on after it", async () => {
    const { find, asked, end } = stage();
    const failed = find(about("1"));
    await turn();
    const next = [find(about("2")), find(about("3"))];
    const AWAY = new Error("Firestore is away");
    await Promise.all([end(0, AWAY), assert.rejects(failed, AWAY)]);
    await Promise.all([end(1, AWAY), ...next.map((one) => assert.rejects(one, AWAY))]);
    assert.deepEqual(asked, [about("1"), about("2", "3")]);
    const later = find(about("4"));
    await turn();
    await end(2);
    await later;
  });
});

function five(name: string): string[] {
  return Array.from({ length: 5 }, (_, index) => `${name}${index}`);
}
