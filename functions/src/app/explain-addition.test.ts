import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { migrationNotReady } from "../domain/outcome/addition.ts";
import { firestoreAccountLeases } from "../firestore/account-leases.ts";
import { firestoreNumberHomes } from "../firestore/number-homes.ts";
import { graphError, WABA } from "../testing/fixtures.ts";
import type { AdditionAsk, AdditionPorts } from "./addition.ts";
import { explainAddition } from "./explain-addition.ts";

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());

const ASK: AdditionAsk = {
  wabaId: WABA,
  customerId: null,
  businessId: null,
  attemptId: "call-1",
  by: "uid-1",
  countryCode: "1",
  phoneNumber: "5550100091",
  verifiedName: "A shop",
  migrate: false,
  namedIds: [],
  manages: () => false,
};

/** What an answer of Meta's means where the account lists two numbers. */
const meaning = (error: ReturnType<typeof graphError>, graph: Partial<AdditionPorts["graph"]> = {}) => {
  const ports: AdditionPorts = {
    graph: { ...meta.graph, ...graph },
    leases: firestoreAccountLeases(meta.store.db),
    homes: firestoreNumberHomes(meta.store.db),
    clock: meta.clock,
    journal: meta.journal,
  };
  return explainAddition(ports, ASK, { digits: "15550100091", numbers: 2, error, regainAccessMs: null });
};

describe("what a refusal to add a number means", () => {
  it("is that a move is not ready where Meta speaks of one, though none was asked for", async () => {
    const error = graphError(100, { subcode: 2_388_103 });
    assert.deepEqual(await meaning(error), migrationNotReady([], error));
  });

  it("is no reached limit while what decides the limit cannot be read, and the log says what could not", async () => {
    const failure = { kind: "timeout", reason: "late" } as const;
    const late = async () => ({ ok: false, failure }) as const;
    const error = graphError(200_000);
    const outcome = await meaning(error, { readWaba: late, messagingLimit: late });
    assert.ok(outcome !== "already_added" && outcome.status === "addition_refused");
    assert.deepEqual(
      meta.lines,
      ["account", "messagingLimit"].map((read) => ({
        event: "readFailed",
        entry: { wabaId: WABA, read, failure },
      })),
    );
  });
});
