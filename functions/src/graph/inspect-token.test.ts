import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { metaGraph } from "./meta-graph.ts";

const UNFIT = "SIMULATOR-TOKEN-NOT-DEVELOPER";
const DEADLINE_MS = 5000;

describe("a token that may not ask debug_token about itself", () => {
  let meta: SimulatedMeta;
  before(async () => {
    meta = await simulatedMeta();
  });
  after(() => meta[Symbol.asyncDispose]());

  const inspect = (app: { readonly appSecret: string; readonly appId: string | null }) =>
    metaGraph({ baseUrl: meta.simulator.url, version: "v25.0", token: UNFIT, ...app }).inspectToken(DEADLINE_MS);

  it("is asked about as the app, where the app is configured", async () => {
    const read = await inspect({ appSecret: "simulator-app-secret", appId: "888000000000001" });
    assert.ok(read.ok && read.value.isValid);
    assert.equal(meta.simulator.requests({ endpoint: "debug_token" }).length, 2);
  });

  it("stays unknown where no app is configured", async () => {
    const read = await inspect({ appSecret: "simulator-app-secret", appId: null });
    assert.ok(!read.ok && read.failure.kind === "refused");
  });
});
