import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { AccessToken } from "../domain/access-token.ts";
import { firestoreSealedTokens } from "../firestore/sealed-tokens.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { tokenVault } from "../vault/token-vault.ts";
import type { TokenVault } from "./customer-ports.ts";
import { resealTokens, type Resealed, type Resealing } from "./reseal-tokens.ts";

const [OLD = "", NEW = "", LOST = ""] = [1, 2, 3].map(() => randomBytes(32).toString("base64url"));
const BOTH = tokenVault([NEW, OLD]);

const place = (index: number): string => `whatsappAccountTokens/${777_000_000_000_000 + index}`;
const PENDING = "whatsappPendingConnections/0123456789abcdef";
const textOf = (where: string): string => `EAAinventedBusinessTokenOf${where.replaceAll("/", "")}`;

function stage() {
  const store = memoryStore(() => Date.UTC(2030, 0, 1));
  const put = (path: string, fields: object): void =>
    store.documents.commit([{ path, kind: "set", fields: { ...fields }, unchangedSince: undefined }], store.now());
  const seal = async (path: string, key: string, text = textOf(path)): Promise<void> =>
    put(path, { customerId: "acme", sealed: await tokenVault([key]).seal(new AccessToken(text), path) });
  const sealedAt = (path: string): string => String(store.documents.read(path)?.fields["sealed"]);
  const run = async (change: Partial<Resealing> = {}): Promise<Resealed[]> => {
    const done: Resealed[] = [];
    await resealTokens({
      tokens: firestoreSealedTokens(store.db),
      vault: BOTH,
      dryRun: false,
      interrupted: new AbortController().signal,
      onPage: (page) => done.push(...page),
      ...change,
    });
    return done;
  };
  return { store, put, seal, sealedAt, run };
}

const endsOf = (done: readonly Resealed[]): Record<string, string> =>
  Object.fromEntries(done.map(({ place: at, end }) => [at, end]));

describe("re-sealing every token", () => {
  it("leaves none that bears an older key, and each opens where it lies, to what it was", async () => {
    const { seal, sealedAt, run, store } = stage();
    await seal(place(1), OLD);
    await seal(place(2), NEW);
    await seal(PENDING, OLD);
    const untouched = sealedAt(place(2));
    assert.deepEqual(endsOf(await run()), {
      [place(1)]: "resealed",
      [place(2)]: "newest_already",
      [PENDING]: "resealed",
    });
    for (const at of [place(1), place(2), PENDING])
      assert.equal((await tokenVault([NEW]).open(sealedAt(at), at)).reveal(), textOf(at));
    assert.equal(sealedAt(place(2)), untouched);
    assert.equal(store.documents.read(place(1))?.fields["customerId"], "acme", "the rest of the document stays");
    assert.deepEqual(new Set((await run()).map(({ end }) => end)), new Set(["newest_already"]));
  });

  it("goes through more tokens than one page has, each once", async () => {
    const { seal, run } = stage();
    const places = Array.from({ length: 450 }, (_, index) => place(index));
    for (const at of places) await seal(at, OLD);
    const done = await run();
    assert.deepEqual(done.map(({ place: at }) => at).toSorted(), places);
    assert.ok(done.every(({ end }) => end === "resealed"));
  });

  it("changes nothing where it only looks", async () => {
    const { seal, store, run } = stage();
    await seal(place(1), OLD);
    await seal(place(2), LOST);
    const before = store.documents.text();
    assert.deepEqual(endsOf(await run({ dryRun: true })), { [place(1)]: "to_reseal", [place(2)]: "no_key" });
    assert.equal(store.documents.text(), before);
  });

  it("names what cannot be opened, and leaves it as it is", async () => {
    const { seal, put, sealedAt, run } = stage();
    await seal(place(1), LOST);
    await seal(place(2), OLD);
    put(place(3), { customerId: "bravo", sealed: sealedAt(place(2)) });
    put(place(4), { customerId: "bravo", sealed: "no JWE" });
    put(PENDING, { sealed: null });
    const before = [place(1), place(3), place(4)].map(sealedAt);
    assert.deepEqual(endsOf(await run()), {
      [place(1)]: "no_key",
      [place(2)]: "resealed",
      [place(3)]: "not_sealed_for_this_place",
      [place(4)]: "not_sealed_for_this_place",
    });
    assert.deepEqual([place(1), place(3), place(4)].map(sealedAt), before);
  });

  /** A vault that lets others write between what was read and what is put in its place. */
  const whileSealing = (write: () => Promise<void> | void): TokenVault => ({
    ...BOTH,
    seal: async (token, at) => {
      const sealed = await BOTH.seal(token, at);
      await write();
      return sealed;
    },
  });

  it("overwrites no token that was stored meanwhile", async () => {
    const { seal, sealedAt, run } = stage();
    await seal(place(1), OLD);
    const another = "EAAinventedTokenOfANewSignup";
    const done = await run({ vault: whileSealing(() => seal(place(1), NEW, another)) });
    assert.deepEqual(endsOf(done), { [place(1)]: "newest_already" });
    assert.equal((await BOTH.open(sealedAt(place(1)), place(1))).reveal(), another);
  });

  it("brings back no token that was deleted meanwhile", async () => {
    const { seal, store, run } = stage();
    await seal(place(1), OLD);
    const remove = (): void =>
      store.documents.commit([{ path: place(1), kind: "delete", fields: {}, unchangedSince: undefined }], store.now());
    assert.deepEqual(endsOf(await run({ vault: whileSealing(remove) })), { [place(1)]: "gone" });
    assert.equal(store.documents.read(place(1)), undefined);
  });

  it("leaves a token alone that others write again and again with an older key", async () => {
    const { seal, run } = stage();
    await seal(place(1), OLD);
    let sealings = 0;
    const writtenAgain = whileSealing(() => {
      sealings += 1;
      return seal(place(1), OLD);
    });
    const done = await run({ vault: writtenAgain });
    assert.deepEqual(done, [{ place: place(1), end: "left", key: tokenVault([OLD]).newestKey }]);
    assert.equal(sealings, 3);
  });

  it("fails as the vault does where that fails for another reason than the token", async () => {
    const { seal, store, run } = stage();
    await seal(place(1), OLD);
    const before = store.documents.text();
    const defect = new RangeError("a defect");
    const open = async () => {
      throw defect;
    };
    await assert.rejects(run({ vault: { ...BOTH, open } }), defect);
    assert.equal(store.documents.text(), before);
  });

  it("takes up no token of a page once it is interrupted, and tells of those that were under way", async () => {
    const { seal, sealedAt, run } = stage();
    const places = Array.from({ length: 30 }, (_, index) => place(index));
    for (const at of places) await seal(at, OLD);
    const interrupting = new AbortController();
    const done = await run({ interrupted: interrupting.signal, vault: whileSealing(() => interrupting.abort()) });
    assert.ok(done.length > 0 && done.length < places.length);
    const newest = places.filter((at) => BOTH.keyOf(sealedAt(at)) === BOTH.newestKey);
    assert.deepEqual(done.map(({ place: at }) => at).toSorted(), newest);
  });

  it("ends when it is interrupted, and goes on when it is started again", async () => {
    const { seal, run } = stage();
    for (let index = 0; index < 300; index += 1) await seal(place(index), OLD);
    const interrupting = new AbortController();
    const first: Resealed[] = [];
    let pages = 0;
    await run({
      interrupted: interrupting.signal,
      onPage: (page) => {
        pages += 1;
        first.push(...page);
        interrupting.abort();
      },
    });
    assert.ok(first.length > 0 && first.length < 300);
    assert.equal(pages, 1);
    const second = await run();
    assert.equal(second.filter(({ end }) => end === "resealed").length, 300 - first.length);
  });
});
