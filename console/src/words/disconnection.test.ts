import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  AccountDisconnectionFailureStatus,
  AccountDisconnectionResult,
  DisconnectionStepId,
} from "../../../functions/src/contract/disconnect-account.ts";
import { ACCOUNT_DISCONNECTION_ADVICE } from "../../../functions/src/domain/advice/account-disconnection-advice.ts";
import { disconnectionQuestion, disconnectionView } from "./disconnection.ts";

const wabaId = "777000000000001";
const NAMED = { name: "Harbour Café", wabaId };
const done = DisconnectionStepId.options.map((id) => ({ id, state: "done" as const }));
const view = (result: object) => disconnectionView(AccountDisconnectionResult.parse({ wabaId, ...result }), 0);

describe("letting an account go", () => {
  test("it is said before what happens at Meta and here, and what becomes of the numbers", () => {
    const question = (count: number) =>
      disconnectionQuestion({ ...NAMED, phoneNumberIds: Array.from({ length: count }, () => "550000000000001") });
    for (const count of [0, 1, 2]) {
      assert.match(
        question(count),
        /^Harbour Café .* no longer sends its events here, the access .* taken back, and the token is deleted\./u,
      );
      assert.match(question(count), /connect the account again/u);
    }
    assert.doesNotMatch(question(0), /number/u);
    assert.match(question(1), /Its number stays at Meta/u);
    assert.match(question(2), /Its 2 numbers stay at Meta/u);
    assert.match(
      disconnectionQuestion({ name: null, wabaId, phoneNumberIds: [] }),
      /^777000000000001 is disconnected/u,
    );
  });

  test("what Meta did not let be done is said, and is no failure of the whole", () => {
    assert.equal(view({ status: "disconnected", steps: done }).tone, "good");
    for (const { id } of done) {
      const one = (state: "failed" | "skipped") => [
        ...done.filter((step) => step.id !== id),
        { id, state, message: "For this reason." },
      ];
      const failed = view({ status: "disconnected", steps: one("failed") });
      assert.deepEqual([failed.headline, failed.tone], ["Disconnected", "warn"]);
      assert.match(failed.sentences.at(-1) ?? "", /\. For this reason\.$/u);
      assert.equal(view({ status: "disconnected", steps: one("skipped") }).tone, "good");
    }
    assert.match(view({ status: "not_connected" }).sentences.join(" "), /Nothing was changed/u);
  });

  test("a failure says what to do", () => {
    for (const status of AccountDisconnectionFailureStatus.options) {
      const { resolution, ...advice } = ACCOUNT_DISCONNECTION_ADVICE[status];
      const failed = view({
        status,
        steps: [],
        ...advice,
        resolution: [...resolution],
        retryAt: null,
        graphError: null,
      });
      assert.deepEqual([failed.sentences[0], failed.steps.length > 0], [advice.message, true], status);
    }
  });
});
