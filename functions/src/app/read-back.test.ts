import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetaView } from "../contract/phone-number.ts";
import { CONNECTED, metaView, NUMBER } from "../testing/fixtures.ts";
import { recordingJournal } from "../testing/recording-journal.ts";
import { scriptedGraph, type Reaction } from "../testing/scripted-graph.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import type { Read } from "./ports.ts";
import { readBack } from "./read-back.ts";

const view = (value: MetaView, afterMs = 0): Reaction<Read<MetaView>> => ({ answer: { ok: true, value }, afterMs });
const garbage: Reaction<Read<MetaView>> = { answer: { ok: false, failure: { kind: "unreadable", reason: "x" } } };

async function reading(...reactions: Reaction<Read<MetaView>>[]) {
  const time = virtualTime();
  const startedAt = time.now();
  const { graph, reads } = scriptedGraph(time, { readNumber: ({ turn }) => reactions[turn] ?? "hangs" });
  const { journal, lines } = recordingJournal();
  const seen = await time.run(() => readBack({ graph, clock: time.clock(), journal }, NUMBER));
  return { seen: seen?.status ?? null, reads: reads.length, took: time.now() - startedAt, noted: lines.length };
}

describe("reading back", () => {
  it("stops at the first reading that shows it", async () => {
    assert.deepEqual(await reading(view(CONNECTED)), { seen: "CONNECTED", reads: 1, took: 0, noted: 0 });
  });

  it("gives Meta a moment, three times at most", async () => {
    assert.deepEqual(await reading(view(metaView()), view(CONNECTED)), {
      seen: "CONNECTED",
      reads: 2,
      took: 1000,
      noted: 0,
    });
    const pending = view(metaView());
    assert.deepEqual(await reading(pending, pending, pending, view(CONNECTED)), {
      seen: "PENDING",
      reads: 3,
      took: 3000,
      noted: 0,
    });
  });

  it("keeps what it saw when a later reading fails, and notes each failure", async () => {
    assert.deepEqual(await reading(view(metaView()), garbage, garbage), {
      seen: "PENDING",
      reads: 3,
      took: 3000,
      noted: 2,
    });
  });

  it("ends within seven seconds, however slow the other side is", async () => {
    assert.deepEqual(await reading(), { seen: null, reads: 2, took: 7000, noted: 2 });
    const slow = (ms: number) => view(metaView(), ms);
    const slowly = await reading(slow(2999), slow(2999), slow(2999));
    assert.deepEqual(slowly, { seen: "PENDING", reads: 2, took: 6998, noted: 0 });
    const cutOff = await reading(slow(1500), slow(2000));
    assert.deepEqual(cutOff, { seen: "PENDING", reads: 3, took: 7000, noted: 1 });
    const atTheEnd = await reading(slow(1500), slow(2500), view(CONNECTED));
    assert.deepEqual(atTheEnd, { seen: "PENDING", reads: 2, took: 5000, noted: 0 }, "no time is left to read in");
  });

  it("is shown nothing by garbage", async () => {
    assert.deepEqual(await reading(garbage, garbage, garbage), { seen: null, reads: 3, took: 3000, noted: 3 });
  });
});
