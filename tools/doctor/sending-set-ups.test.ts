import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AccessDiagnosis } from "../../functions/src/contract/diagnose-access.ts";
import { describedSimulator } from "../../graph-simulator/testing/described-simulator.ts";
import { AT_ONCE, diagnose } from "./diagnose-set-up.ts";
import { SENDING_SET_UPS } from "./sending-set-ups.ts";

describe("the verdict on sending, and the first action", { concurrency: AT_ONCE }, () => {
  for (const { expected, ...setUp } of SENDING_SET_UPS) {
    it(`${setUp.title}: ${expected.verdict}, ${expected.first?.title ?? "nothing to do"}`, async () => {
      const { diagnosis, simulator } = await diagnose(await describedSimulator(), setUp);
      const { sending, checks } = AccessDiagnosis.parse(diagnosis);
      const deciding = checks.find(({ id }) => id === sending.checks[0]);
      const { verdict, first } = expected;
      assert.equal(sending.verdict, verdict, deciding?.finding);
      const found = verdict === "ready" ? null : [deciding?.id, deciding?.resolution[0]?.title, deciding?.actor];
      assert.deepEqual(found, first === null ? null : [first.check, first.title, first.actor], deciding?.finding);
      for (const id of sending.checks)
        assert.ok(
          checks.some((check) => check.id === id),
          id,
        );
      assert.deepEqual(
        simulator.requests().filter((request) => request.method !== "GET"),
        [],
        "something was changed",
      );
    });
  }

  it("is asserted of at least 20 numbers that cannot send, or not freely, each only once", () => {
    const titles = SENDING_SET_UPS.map((setUp) => setUp.title);
    assert.equal(new Set(titles).size, titles.length);
    assert.ok(SENDING_SET_UPS.filter(({ expected }) => expected.verdict === "blocked").length >= 18);
    assert.ok(SENDING_SET_UPS.filter(({ expected }) => ["blocked", "limited"].includes(expected.verdict)).length >= 20);
  });
});
