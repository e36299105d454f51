import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Resealed } from "../../functions/src/app/reseal-tokens.ts";
import { resealCommand } from "./reseal-command.ts";
import { resealTally } from "./reseal-report.ts";

const token = (end: Resealed["end"], key: string | null, place = "whatsappAccountTokens/1"): Resealed => ({
  place,
  end,
  key,
});

function after(...ends: readonly Resealed[]) {
  const tally = resealTally("new0", "database customers of a-project");
  tally.add(ends);
  return tally;
}

describe("what is said of re-sealing", () => {
  it("counts what was done, and the keys as they are now", () => {
    const report = after(
      token("resealed", "old0"),
      token("resealed", "old0"),
      token("newest_already", "new0"),
      token("gone", null),
    ).report(true);
    assert.match(report, /^4 tokens:/);
    assert.match(report, / 2 {2}sealed again/);
    assert.match(report, / 3 {2}new0 \(the newest\)/);
    assert.doesNotMatch(report, /old0/);
  });

  it("names what cannot be opened, fifty at most", () => {
    const lost = Array.from({ length: 60 }, (_, index) => token("no_key", "lost", `whatsappAccountTokens/${index}`));
    const report = after(...lost).report(true);
    assert.match(report, / 60 {2}cannot be opened/);
    assert.equal(report.match(/whatsappAccountTokens\//g)?.length, 50);
  });

  it("is done only where every token bears the newest key", () => {
    assert.ok(after(token("resealed", "old0"), token("gone", null)).isDone());
    for (const end of ["to_reseal", "left", "no_key", "not_sealed_for_this_place"] as const)
      assert.ok(!after(token("newest_already", "new0"), token(end, "old0")).isDone(), end);
  });

  it("is not done where there is no token: another database may be meant", () => {
    const nothing = after();
    assert.ok(!nothing.isDone());
    assert.match(nothing.report(true), /^No token was found\. Is database customers of a-project the/);
    assert.equal(nothing.report(false), "No token was looked at.");
  });
});

describe("the command line of reseal-tokens", () => {
  it("takes a project, the emulators and a dry run, and says how it is used where it takes nothing", () => {
    assert.deepEqual(resealCommand(["--", "--dry-run", "--project", "a-project"]), {
      dryRun: true,
      project: "a-project",
      secret: undefined,
      emulators: false,
    });
    assert.equal(resealCommand(["--secret", "kit-one-CUSTOMER_TOKEN_KEYS"]).secret, "kit-one-CUSTOMER_TOKEN_KEYS");
    assert.throws(() => resealCommand(["--dryrun"]), /npm run reseal-tokens/);
  });
});
