import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FieldPath, FieldValue, Timestamp, type DocumentData } from "firebase-admin/firestore";
import { memoryStore } from "../memory-store.ts";

const NOW = Date.UTC(2030, 0, 1);
const at = (ms: number): Timestamp => Timestamp.fromMillis(ms);

/** A collection in memory with these documents, by their ids. */
async function holding(documents: Readonly<Record<string, DocumentData>>) {
  const { db } = memoryStore(() => NOW);
  const things = db.collection("things");
  for (const [id, fields] of Object.entries(documents)) await things.doc(id).set(fields);
  const merge = (id: string, fields: DocumentData): Promise<unknown> => {
    const batch = db.batch();
    batch.set(things.doc(id), fields, { merge: true });
    return batch.commit();
  };
  return { db, things, merge, fields: async (id: string) => (await things.doc(id).get()).data() };
}

describe("a write to Firestore in memory", () => {
  const refused: readonly (readonly [string, DocumentData, RegExp])[] = [
    ["undefined", { a: undefined }, /Cannot use "undefined" as a Firestore value \(found in "a"\)/],
    ["undefined in a map", { a: { b: undefined } }, /"a\.b"/],
    ["undefined in a list", { a: [{ b: 1 }, undefined] }, /"a\.1"/],
    ["a field value that is not imitated", { a: FieldValue.increment(1) }, /delete and serverTimestamp alone/],
    ["a field value inside a map", { a: { b: FieldValue.serverTimestamp() } }, /inside another/],
    ["what is no plain value", { a: new Map() }, /"a" is nothing that Firestore stores/],
    ["a function", { a: () => 1 }, /"a" is nothing that Firestore stores/],
  ];
  for (const [what, fields, complaint] of refused) {
    it(`is refused that holds ${what}`, async () => {
      const { things, merge } = await holding({ one: { a: 0 } });
      const ref = things.doc("one");
      await assert.rejects(ref.set(fields), complaint);
      await assert.rejects(ref.update(fields), complaint);
      await assert.rejects(things.doc("other").create(fields), complaint);
      await assert.rejects(merge("one", fields), complaint);
      assert.deepEqual((await ref.get()).data(), { a: 0 });
    });
  }

  it("changes one field of a map by a dotted name, and no deeper one", async () => {
    const { things, fields } = await holding({ one: { a: { b: 1, c: 2 }, d: null } });
    await things.doc("one").update({ "a.b": 3, "d.e": 4 });
    assert.deepEqual(await fields("one"), { a: { b: 3, c: 2 }, d: { e: 4 } });
    await assert.rejects(things.doc("one").update({ "a.b.c": 4 }), /"a\.b\.c": one dot alone/);
    await assert.rejects(things.doc("one").update({ "a.b": FieldValue.delete() }), /as a whole/);
  });

  it("has the time of its commit, where that is asked for", async () => {
    const { things } = await holding({ one: {} });
    await things.doc("one").update({ a: FieldValue.serverTimestamp(), "b.c": FieldValue.serverTimestamp() });
    const one = await things.doc("one").get();
    const { updateTime } = one;
    assert.ok(updateTime !== undefined);
    assert.deepEqual(one.data(), { a: updateTime, b: { c: updateTime } });
  });

  it("takes a dotted name for a name where it is no update", async () => {
    const { fields } = await holding({ one: { "a.b.c": 1 } });
    assert.deepEqual(await fields("one"), { "a.b.c": 1 });
  });

  it("lets a field go by an update or a merge alone", async () => {
    const { things, merge, fields } = await holding({ one: { a: 1, b: 2, c: 3 } });
    await things.doc("one").update({ a: FieldValue.delete() });
    await merge("one", { b: FieldValue.delete() });
    assert.deepEqual(await fields("one"), { c: 3 });
    await assert.rejects(things.doc("one").set({ a: FieldValue.delete() }), /only by an update or a merge/);
    await assert.rejects(things.doc("two").create({ a: FieldValue.delete() }), /only by an update or a merge/);
  });

  it("merges maps, and makes a document where there is none", async () => {
    const { merge, fields } = await holding({ one: { a: { b: 1, c: { d: 2 } }, e: 3 } });
    const written = { a: { c: { f: 4 } }, e: { g: [5] } };
    await merge("one", written);
    await merge("two", { ...written, gone: FieldValue.delete() });
    assert.deepEqual(await fields("one"), { a: { b: 1, c: { d: 2, f: 4 } }, e: { g: [5] } });
    assert.deepEqual(await fields("two"), written);
  });
});

describe("a reading of Firestore in memory", () => {
  it("has the fields of its mask alone", async () => {
    const { db, things } = await holding({ one: { a: 1, b: 2 } });
    const found = await db.getAll(things.doc("one"), things.doc("none"), { fieldMask: ["b", "c"] });
    assert.deepEqual(
      found.map((each): unknown[] => [each.exists, each.data(), each.get("a"), each.get("b")]),
      [
        [true, { b: 2 }, undefined, 2],
        [false, undefined, undefined, undefined],
      ],
    );
  });

  it("of a query has the fields that were selected, whatever it asks about the others", async () => {
    const { things } = await holding({ one: { a: 1, b: 2 }, two: { a: 2, b: 3 } });
    const asked = async (query: FirebaseFirestore.Query) => (await query.get()).docs.map((found) => found.data());
    assert.deepEqual(await asked(things.select("b").where("a", "==", 2)), [{ b: 3 }]);
    assert.deepEqual(await asked(things.where("a", "<=", 2).orderBy("a").select()), [{}, {}]);
  });

  it("takes no dotted names", async () => {
    const { db, things } = await holding({ one: { a: { b: 1 } } });
    const one = await things.doc("one").get();
    assert.throws(() => one.get("a.b"), /"a\.b": no field of a map/);
    await assert.rejects(db.getAll(things.doc("one"), { fieldMask: ["a.b"] }), /"a\.b": no field of a map/);
    await assert.rejects(things.where("a.b", "==", 1).get(), /"a\.b": no field of a map/);
  });
});

describe("an order in Firestore in memory", () => {
  const idsBy = async (documents: Readonly<Record<string, DocumentData>>) =>
    (await (await holding(documents)).things.orderBy("a").get()).docs.map(({ id }) => id);

  it("leaves out what lacks the field", async () => {
    assert.deepEqual(await idsBy({ one: { b: 1 }, two: { a: at(2) }, three: { a: at(1) } }), ["three", "two"]);
  });

  it("is that of the values' kinds, of the values, and of the ids", async () => {
    const documents = { z: { a: "b" }, y: { a: "a" }, x: { a: "a" }, w: { a: at(1) }, v: { a: 2 }, u: { a: null } };
    assert.deepEqual(await idsBy(documents), ["u", "v", "w", "x", "y", "z"]);
    await assert.rejects(idsBy({ one: { a: [1] }, two: { a: [2] } }), /not compared here/);
  });

  it("compares texts by their bytes, and times to the nanosecond", async () => {
    assert.deepEqual(await idsBy({ one: { a: "\u{1F600}" }, two: { a: "\uFF5E" } }), ["two", "one"]);
    assert.deepEqual(await idsBy({ one: { a: new Timestamp(1, 2) }, two: { a: new Timestamp(1, 1) } }), ["two", "one"]);
  });

  it("by a path is that of the ids", async () => {
    const { things } = await holding({ two: { a: 1 }, one: {} });
    const { docs } = await things.orderBy(FieldPath.documentId()).startAfter("one").get();
    assert.deepEqual(
      docs.map(({ id }) => id),
      ["two"],
    );
    await assert.rejects(async () => things.orderBy(new FieldPath("a")).get(), /a document's id/);
  });
});
