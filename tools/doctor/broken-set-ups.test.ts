import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AccessCheck, AccessDiagnosis, CheckId } from "../../functions/src/contract/diagnose-access.ts";
import { describedSimulator } from "../../graph-simulator/testing/described-simulator.ts";
import { SET_UPS } from "./broken-set-ups.ts";
import { AT_ONCE, diagnose } from "./diagnose-set-up.ts";
import { IN_ORDER } from "./set-up.ts";

/** One slow read may take eight seconds; this machine may be busy. */
const WHOLE_MS = 11_000;

describe("the first action that a diagnosis names", { concurrency: AT_ONCE }, () => {
  for (const setUp of SET_UPS) {
    it(`${setUp.title}: ${setUp.expected.first?.title ?? "nothing to do"}`, async () => {
      const { diagnosis, streamed, tookMs, simulator } = await diagnose(await describedSimulator(), setUp);
      const { state, first } = setUp.expected;
      const { verdict } = diagnosis;
      assert.deepEqual(
        [verdict.state, verdict.firstAction?.check ?? null],
        [state, first?.check ?? null],
        verdict.summary,
      );
      assert.deepEqual([verdict.firstAction?.title, verdict.firstAction?.actor], [first?.title, first?.actor]);

      AccessDiagnosis.parse(diagnosis);
      for (const check of streamed) AccessCheck.parse(check);
      assert.deepEqual(
        diagnosis.checks.map((check) => check.id),
        CheckId.options,
      );
      assert.deepEqual(new Set(streamed), new Set(diagnosis.checks));
      assert.ok(tookMs < WHOLE_MS, `took ${tookMs} ms`);

      assert.deepEqual(
        simulator.requests().filter((request) => request.method !== "GET"),
        [],
        "something was changed",
      );
      const secrets = [setUp.configured?.token ?? IN_ORDER.token, IN_ORDER.appSecret, "secret=x"];
      for (const secret of secrets) assert.ok(!JSON.stringify(diagnosis).includes(secret), `${secret} was shown`);
    });
  }

  it("is asserted of at least 25 broken set-ups, each only once", () => {
    const titles = SET_UPS.map((setUp) => setUp.title);
    assert.equal(new Set(titles).size, titles.length);
    assert.ok(SET_UPS.filter((setUp) => setUp.expected.state !== "healthy").length >= 25);
  });
});
