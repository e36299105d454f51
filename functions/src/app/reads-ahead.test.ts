import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Pin } from "../domain/pin.ts";
import { breakableCircuit } from "../testing/breakable-circuit.ts";
import { faultyAttempts } from "../testing/faulty-attempts.ts";
import { CONNECTED, metaView, NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { recordingJournal } from "../testing/recording-journal.ts";
import { scriptedGraph, type Script } from "../testing/scripted-graph.ts";
import { virtualTime, type VirtualTime } from "../testing/virtual-time.ts";
import type { Attempts } from "./ports.ts";
import { registerPhoneNumber } from "./register-phone-number.ts";

/** Registers over a ledger that behaves in a way of its own; the number shows as connected from its second reading on. */
async function registering(
  reserve: (attempts: Attempts, time: VirtualTime) => Attempts["reserve"],
  script: Script = {},
) {
  const time = virtualTime();
  const store = memoryStore(() => time.now());
  const graph = scriptedGraph(time, {
    register: () => ({ answer: { kind: "accepted" } }),
    readNumber: ({ turn }) => ({ answer: { ok: true, value: turn === 0 ? metaView() : CONNECTED }, afterMs: 500 }),
    inspectToken: () => ({ answer: { ok: true, value: tokenFacts() }, afterMs: 500 }),
    ...script,
  });
  const attempts = faultyAttempts({ store, clock: time.clock(), limit: 10 });
  const { journal } = recordingJournal();
  const ports = {
    graph: graph.graph,
    attempts: { ...attempts, reserve: reserve(attempts, time) },
    circuit: breakableCircuit(store),
    clock: time.clock(),
    journal,
  };
  const begun = time.now();
  const ask = {
    attemptId: "attempt-1",
    phoneNumberId: NUMBER,
    wabaId: WABA,
    customerId: null,
    accountIsKnown: true,
    by: "operator-1",
  };
  const call = time.run(() =>
    registerPhoneNumber(ports, {
      ...ask,
      pin: new Pin("046813"),
      dataLocalizationRegion: null,
      force: false,
      resetPin: false,
    }),
  );
  const result = await call.catch(() => null);
  return { result, graph, elapsedMs: time.now() - begun };
}

describe("what is read before spending", () => {
  it("is read while the reservation is written", async () => {
    const { elapsedMs, graph } = await registering((attempts, time) => async (request, free) => {
      const answer = await attempts.reserve(request, free);
      // The acknowledgement takes as long as the reading.
      await time.sleep(500);
      return answer;
    });
    assert.equal(graph.posts.length, 1);
    assert.equal(elapsedMs, 1000, "the number is read twice in a row, and nothing else is waited for");
  });

  it("is read anew where another call came between, which may have changed the number", async () => {
    const { result, graph } = await registering((attempts) => async (request, free) => {
      free?.();
      return attempts.reserve(request, free);
    });
    assert.equal(result?.status === "registered" && result.alreadyRegistered, true);
    assert.equal(graph.posts.length, 0);
  });

  it("leads to nothing where the reservation fails", async () => {
    const { result, graph } = await registering(() => async (_, free) => {
      free?.();
      throw new Error("The store cannot be reached.");
    });
    assert.equal(result, null);
    assert.equal(graph.posts.length, 0);
  });

  it("may fail by a defect of our own before the reservation does, and harms no other call", async () => {
    const script: Script = { readNumber: () => ({ throws: new TypeError("a defect") }) };
    const { result, graph, elapsedMs } = await registering(
      (_, time) => async (__, free) => {
        free?.();
        await time.sleep(500);
        throw new Error("The store cannot be reached.");
      },
      script,
    );
    assert.deepEqual([result, elapsedMs, graph.reads.includes("readNumber")], [null, 500, true]);
    assert.equal(graph.posts.length, 0);
  });
});
