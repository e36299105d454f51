import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { describedSimulator } from "../../../graph-simulator/testing/described-simulator.ts";
import { metaGraph } from "./meta-graph.ts";

const WABA = "777000000000001";
const [TOKEN, APP_SECRET] = ["SIMULATOR-SYSTEM-USER-TOKEN", "simulator-app-secret"];

describe("what is asked of Meta when a customer leaves", () => {
  let simulator: Awaited<ReturnType<typeof describedSimulator>>;
  before(async () => {
    simulator = await describedSimulator();
  });
  after(() => simulator.close());
  const graph = () =>
    metaGraph({ baseUrl: simulator.url, version: "v25.0", token: TOKEN, appSecret: APP_SECRET, appId: null });

  it("unsubscribes the app, once and as often as it is asked, with a proof and without a body", async () => {
    assert.notDeepEqual(simulator.state.wabas.get(WABA)?.subscribedApps, []);
    for (let times = 1; times <= 2; times += 1) {
      assert.deepEqual(await graph().unsubscribeApp(WABA, 5000), { kind: "accepted" });
      const asked = simulator.requests({ method: "DELETE" });
      assert.deepEqual([asked.length, asked[0]?.endpoint], [times, "unsubscribe_app"]);
      assert.ok("appsecret_proof" in (asked[0]?.query ?? {}));
    }
    assert.deepEqual(simulator.state.wabas.get(WABA)?.subscribedApps, []);
  });

  it("hands on what Meta refuses, and sends nothing a second time where the answer is lost", async () => {
    const refused = await graph().unsubscribeApp("777000000000999", 5000);
    assert.ok(refused.kind === "refused" && refused.error.code === 100);
    const earlier = simulator.requests({ method: "DELETE" }).length;
    simulator.state.faults.add({ match: { endpoint: "unsubscribe_app" }, fault: { kind: "hang" }, times: 2 });
    const lost = await graph().unsubscribeApp(WABA, 300);
    assert.equal(lost.kind, "unreadable");
    assert.equal(simulator.requests({ method: "DELETE" }).length - earlier, 1);
    simulator.state.faults.clear();
  });

  it("revokes what the token's user has granted: the token is dead afterwards", async () => {
    assert.deepEqual(await graph().revokeAccess(5000), { kind: "accepted" });
    const again = await graph().unsubscribeApp(WABA, 5000);
    assert.ok(again.kind === "refused" && again.error.code === 190);
  });
});
