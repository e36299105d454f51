import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { usageMeter } from "./usage-meter.ts";

const MINUTE = 60_000;
const usage = (rest: object): string =>
  JSON.stringify({ "666000000000001": [{ type: "whatsapp_business_management", call_count: 1, ...rest }] });
const pauseAfter = (...headers: (string | null)[]): number | null => {
  const meter = usageMeter();
  for (const header of headers) meter.note(header);
  return meter.pauseMs();
};

describe("Meta's hourly budget of calls", () => {
  it("lets reading go on while there is room", () => {
    assert.equal(pauseAfter(null, usage({}), usage({ call_count: 74, total_time: 30 })), null);
  });

  it("ends it when a limit comes near, whichever", () => {
    for (const name of ["call_count", "total_cputime", "total_time"]) {
      assert.equal(pauseAfter(usage({ [name]: 75 })), 15 * MINUTE, name);
    }
  });

  it("ends it for as long as Meta says, and for the longest of several", () => {
    assert.equal(pauseAfter(usage({ estimated_time_to_regain_access: 42 })), 42 * MINUTE);
    assert.equal(pauseAfter(usage({ estimated_time_to_regain_access: 42 }), usage({ call_count: 99 })), 42 * MINUTE);
    assert.equal(
      pauseAfter(usage({ call_count: 99 }), usage({ estimated_time_to_regain_access: 42 }), usage({})),
      42 * MINUTE,
    );
  });

  it("is not confused by headers that are none", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (header) => {
        const pause = pauseAfter(header);
        assert.ok(pause === null || pause > 0);
      }),
    );
  });
});
