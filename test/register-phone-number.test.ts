import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { AttemptDocument, PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { PhoneNumberView } from "../functions/src/contract/refresh-phone-number.ts";
import { RegistrationResult, RegistrationStatus } from "../functions/src/contract/register-phone-number.ts";
import { expectedOf, EXPECTED_OUTCOMES } from "../functions/src/testing/expected-outcomes.ts";
import { MAGIC_NUMBERS } from "../graph-simulator/magic-numbers.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import { describedSimulator } from "../graph-simulator/testing/described-simulator.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { call, clearStore, storedAt, storedBelow } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { simulatorPort } from "./harness/emulators.ts";
import { registerPosts } from "./harness/simulator.ts";

const PIN = "123456";
/** Meta's time of a reading is whole seconds: one of the same second as a registration may be from before it. */
const nextSecond = (): Promise<void> => setTimeout(1100);

/** Plain numbers beside the magic ones, each for one test. */
const FRESH = ["550000000000095", "550000000000096", "550000000000097", "550000000000098", "550000000000099"];

describe("registerPhoneNumber, through the emulators and against the simulator", () => {
  let simulator: Simulator;
  let operator: EmulatorSession;
  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await describedSimulator({ port: simulatorPort }));
    for (const id of FRESH) simulator.state.patchNumber(id, {});
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
  });

  const register = async (data: object): Promise<RegistrationResult> => {
    const answer = await call("registerPhoneNumber", data, await operator.idToken());
    assert.equal(answer.httpStatus, 200, JSON.stringify(answer.body));
    return RegistrationResult.parse(answer.result);
  };

  describe("several numbers at once", { concurrency: 6 }, () => {
    // Those that open the token's circuit come last: while it is open, a number that cannot be read is not posted.
    const opensCircuit = ({ id }: { readonly id: string }): number => Number(expectedOf(id).status === "invalid_token");
    for (const magic of MAGIC_NUMBERS.toSorted((a, b) => opensCircuit(a) - opensCircuit(b))) {
      const expected = expectedOf(magic.id);
      it(`${magic.id}: ${magic.title} -> ${expected.status}`, async () => {
        const result = await register({ pin: PIN, phoneNumberId: magic.id });
        assert.equal(result.status, expected.status);
        assert.equal(result.phoneNumberId, magic.id);
        if (result.status === "missing_permission") assert.equal(result.cause, expected.cause);
        const posts = registerPosts(simulator, magic.id);
        assert.equal(posts.length, expected.posts, "POSTs that Meta saw");
        assert.equal(result.attempts.used, expected.posts, "attempts counted");

        const document = PhoneNumberDocument.parse(await storedAt(`whatsappNumbers/${magic.id}`));
        assert.equal(document.registration?.status, result.status);
        assert.equal(document.registration.by, operator.uid);
        assert.deepEqual(document.attempts, result.attempts);
        const isOthers = "graphError" in result && result.graphError?.code === 133_016;
        assert.equal(result.attempts.spentElsewhere, isOthers, "who spends");
        const changes = await storedBelow(`whatsappNumbers/${magic.id}/whatsappTransitions`);
        assert.equal(changes.length, isOthers ? 1 : 0, "changes that nobody called for");
        if ("message" in result) {
          assert.equal(document.registration.message, result.message);
          assert.equal(document.registration.retryAt, result.retryAt);
          assert.deepEqual(document.registration.graphError, result.graphError);
        }
        const attempts = await storedBelow(`whatsappNumbers/${magic.id}/whatsappAttempts`);
        assert.equal(attempts.length, expected.posts, "one audit document for each spent attempt");
        for (const attempt of attempts) assert.equal(AttemptDocument.parse(attempt).status, result.status);
      });
    }

    it("covers every status that a single call can be answered", () => {
      const covered = new Set<string>(Object.values(EXPECTED_OUTCOMES).map(({ status }) => status));
      assert.deepEqual(
        RegistrationStatus.options.filter((status) => !covered.has(status)),
        ["in_progress"],
        "in_progress needs two calls",
      );
    });

    it("sends the PIN and the proof of the app secret to Meta, and the token in the header alone", async () => {
      const id = "550000000000099";
      await register({ pin: PIN, phoneNumberId: id, dataLocalizationRegion: "DE" });
      const [post] = registerPosts(simulator, id);
      assert.ok(post);
      assert.deepEqual(post.body, { messaging_product: "whatsapp", pin: PIN, data_localization_region: "DE" });
      assert.equal(post.tokenIn, "header");
      assert.match(post.query["appsecret_proof"] ?? "", /^[0-9a-f]{64}$/);
    });

    it("answers a second call that the number is registered already, and spends nothing", async () => {
      const id = "550000000000098";
      const first = await register({ pin: PIN, phoneNumberId: id });
      const second = await register({ pin: PIN, phoneNumberId: id });
      assert.equal(first.status === "registered" && first.alreadyRegistered, false);
      assert.equal(second.status === "registered" && second.alreadyRegistered, true);
      assert.deepEqual(second.attempts, first.attempts);
      assert.equal(registerPosts(simulator, id).length, 1);
      const forced = await register({ pin: PIN, phoneNumberId: id, force: true });
      assert.equal(forced.status === "registered" && forced.alreadyRegistered, false);
      assert.equal(registerPosts(simulator, id).length, 2);
    });

    it("registers a number whose PIN nobody knows with a new one, by one explicit choice", async () => {
      const id = "550000000000094";
      simulator.state.patchNumber(id, { pin: "424242" });
      const refused = await register({ pin: PIN, phoneNumberId: id });
      assert.equal(refused.status, "pin_mismatch");
      assert.equal(simulator.state.numbers.get(id)?.pin, "424242");
      const result = await register({ pin: PIN, phoneNumberId: id, resetPin: true });
      assert.ok(result.status === "registered");
      assert.deepEqual([result.pin, result.attempts.used, registerPosts(simulator, id).length], ["in_effect", 2, 2]);
      assert.equal(simulator.state.numbers.get(id)?.pin, PIN);
    });

    const refresh = async (phoneNumberId: string) => {
      const answer = await call("refreshPhoneNumber", { phoneNumberId }, await operator.idToken());
      const view = PhoneNumberView.parse(answer.result);
      assert.ok(view.status === "refreshed");
      return view;
    };
    const codes = ({ reasons }: { reasons: readonly { code: string }[] }) => reasons.map(({ code }) => code);

    it("tells that somebody else deregistered a number, and of another that nobody did", async () => {
      const [off, on] = ["550000000000092", "550000000000093"];
      for (const id of [off, on]) {
        simulator.state.patchNumber(id, {});
        assert.equal((await register({ pin: PIN, phoneNumberId: id })).status, "registered");
      }
      await nextSecond();
      simulator.state.patchNumber(off, { status: "DISCONNECTED", platformType: "NOT_APPLICABLE", registered: false });
      const seen = await refresh(off);
      assert.deepEqual([seen.attempts?.spentElsewhere, seen.attempts?.remaining], [true, 9]);
      assert.ok(codes(seen).includes("spent_elsewhere"));
      assert.equal((await storedBelow(`whatsappNumbers/${off}/whatsappTransitions`)).length, 1);
      const other = await refresh(on);
      assert.deepEqual([other.attempts?.spentElsewhere, codes(other).includes("spent_elsewhere")], [false, false]);
    });

    it("has a number wait for Meta's word on its name, then for a registration, and for nothing after that", async () => {
      const id = "550000000000091";
      simulator.state.patchNumber(id, {});
      await register({ pin: PIN, phoneNumberId: id });
      await nextSecond();
      simulator.state.patchNumber(id, { newDisplayName: "Harbour Café", newNameStatus: "PENDING_REVIEW" });
      const pending = (await refresh(id)).reasons.find(({ code }) => code === "name_pending");
      assert.equal(pending?.actor, "meta");
      simulator.state.patchNumber(id, { newNameStatus: "APPROVED" });
      assert.ok(codes(await refresh(id)).includes("name_needs_registration"));
      const again = await register({ pin: "999999", phoneNumberId: id, force: true });
      assert.ok(again.status === "registered");
      assert.deepEqual([again.pin, simulator.state.numbers.get(id)?.pin], ["not_changed", PIN]);
      const done = await refresh(id);
      assert.deepEqual([done.meta?.verifiedName, codes(done)], ["Harbour Café", ["no_webhook_yet"]]);
    });

    it("posts nothing again while the outcome of the last call is open, unless forced", async () => {
      const id = "550000000000095";
      simulator.state.patchNumber(id, { faults: { register: { kind: "reset", at: "mid_answer", processed: false } } });
      const lost = await register({ pin: PIN, phoneNumberId: id });
      simulator.state.patchNumber(id, { faults: {} });
      const again = await register({ pin: PIN, phoneNumberId: id });
      assert.deepEqual([lost.status, again.status], ["outcome_unknown", "outcome_unknown"]);
      assert.deepEqual([lost.attempts.used, again.attempts.used], [1, 1]);
      assert.equal(registerPosts(simulator, id).length, 1);
      assert.equal((await storedBelow(`whatsappNumbers/${id}/whatsappAttempts`)).length, 1);
      const forced = await register({ pin: PIN, phoneNumberId: id, force: true });
      assert.equal(forced.status, "registered");
      assert.equal(registerPosts(simulator, id).length, 2);
    });

    it("refuses the eleventh attempt itself, without asking Meta", async () => {
      const id = "550000000000096";
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        const result = await register({ pin: PIN, phoneNumberId: id, force: true });
        assert.equal(result.attempts.remaining, 10 - attempt);
      }
      const eleventh = await register({ pin: PIN, phoneNumberId: id, force: true });
      assert.equal(eleventh.status, "rate_limited");
      assert.equal("retryAt" in eleventh && eleventh.retryAt, eleventh.attempts.nextFreeAt);
      assert.equal(registerPosts(simulator, id).length, 10);
      const document = PhoneNumberDocument.parse(await storedAt(`whatsappNumbers/${id}`));
      assert.equal(document.registration?.status, "rate_limited");
    });
  });

  it("lets one of many simultaneous calls through", async () => {
    const id = "550000000000097";
    const results = await Promise.all(Array.from({ length: 8 }, () => register({ pin: PIN, phoneNumberId: id })));
    const words = results.map(({ status }) => status);
    assert.equal(registerPosts(simulator, id).length, 1);
    assert.ok(
      words.every((word) => word === "registered" || word === "in_progress"),
      words.join(" "),
    );
    const posted = results.filter((result) => result.status === "registered" && !result.alreadyRegistered);
    assert.equal(posted.length, 1);
  });
});
