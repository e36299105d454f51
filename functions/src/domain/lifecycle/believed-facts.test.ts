import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONNECTED } from "../../testing/fixtures.ts";
import { claim } from "../../testing/number-facts.ts";
import { believedFacts } from "./believed-facts.ts";

const T = Date.UTC(2030, 0, 1);
const DAY = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const [PAST, FUTURE] = [iso(T - DAY), iso(T + DAY)];
const meta = (observedAt: string) => ({ ...CONNECTED, observedAt });

describe("stored facts", () => {
  it("stay as they are where nothing in them is of the future", () => {
    const facts = {
      wabaId: "777",
      meta: meta(PAST),
      webhook: { provenAt: PAST, claims: { name: claim("APPROVED", PAST) } },
    };
    const believed = believedFacts(facts, T);
    assert.deepEqual(believed, facts);
    assert.equal(believed.webhook, facts.webhook);
    const nothing = { webhook: { provenAt: null, claims: {} } };
    assert.equal(believedFacts(nothing, T).webhook, nothing.webhook);
    assert.deepEqual(believedFacts({ wabaId: null }, T), { wabaId: null });
  });

  it("are no later than they were written down", () => {
    assert.equal(believedFacts({ meta: meta(FUTURE) }, T).meta?.observedAt, iso(T));
    const claims = { name: claim("APPROVED", FUTURE), quality: claim("FLAGGED", PAST) };
    assert.deepEqual(believedFacts({ webhook: { provenAt: PAST, claims } }, T).webhook, {
      provenAt: PAST,
      claims: { name: claim("APPROVED", iso(T)), quality: claim("FLAGGED", PAST) },
    });
  });

  it("prove nothing by an event of the future", () => {
    const claims = { quality: claim("FLAGGED", PAST) };
    assert.deepEqual(believedFacts({ webhook: { provenAt: FUTURE, claims } }, T).webhook, { provenAt: null, claims });
  });
});
