import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AccessCheck, Sending, Verdict } from "../../contract/diagnose-access.ts";
import { anyBudget, anyGraphError, anyToken, anyView } from "../../testing/arbitraries.ts";
import { subjectInOrder } from "../../testing/diagnosis-facts.ts";
import { NUMBER, WABA } from "../../testing/fixtures.ts";
import { record as lastRecord } from "../../testing/number-facts.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { checked } from "./check.ts";
import { CHECKS } from "./checks.ts";
import type { Absence, DiagnosisFacts, DiagnosisSubject, Fact } from "./facts.ts";
import { SENDING_CHECKS } from "./sending-checks.ts";
import { sendingOf } from "./sending-verdict.ts";
import { verdictOf } from "./verdict.ts";

const record = <Shape>(model: { [Name in keyof Shape]: fc.Arbitrary<Shape[Name]> }): fc.Arbitrary<Shape> =>
  fc.record(model, { noNullPrototype: true });
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(arbitrary);
const word = (...known: string[]): fc.Arbitrary<string> => fc.oneof(fc.constantFrom(...known), fc.string());

const anyAbsence: fc.Arbitrary<Absence> = fc.oneof(
  record({ kind: fc.constant("refused" as const), error: anyGraphError }),
  record({
    kind: fc.constantFrom("timeout" as const, "unreachable" as const, "unreadable" as const),
    reason: fc.string(),
  }),
  record({ kind: fc.constant("no_source" as const), reason: fc.constant("Nobody knows."), remedy: fc.constant(null) }),
);

const fact = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Fact<Value>> =>
  fc.oneof(
    record({ ok: fc.constant(true as const), value }),
    record({ ok: fc.constant(false as const), failure: anyAbsence }),
  );

const id = fc.oneof(fc.constantFrom(NUMBER, WABA), fc.string());
const permission = word("whatsapp_business_management", "whatsapp_business_messaging");

const anyFacts: fc.Arbitrary<DiagnosisFacts> = record<DiagnosisFacts>({
  reach: fact(record({ servedVersion: orNull(word("v25.0")), refusal: orNull(anyGraphError) })),
  token: fact(anyToken),
  grants: fact(fc.array(record({ permission, status: word("granted", "declined") }))),
  waba: fact(
    record({
      name: orNull(fc.string()),
      reviewStatus: orNull(word("APPROVED", "REJECTED", "PENDING")),
      businessVerificationStatus: orNull(fc.string()),
      ownershipType: orNull(word("SELF_OWNED", "CLIENT_OWNED")),
    }),
  ),
  wabaNumbers: fact(fc.array(record({ id, displayPhoneNumber: orNull(fc.string()) }))),
  assigned: fact(fc.array(record({ id, tasks: orNull(fc.array(word("MANAGE"))) }))),
  subscribed: fact(fc.array(record({ id, name: orNull(fc.string()), override: orNull(fc.webUrl()) }))),
  appSubscription: fact(
    orNull(
      record({
        callbackUrl: orNull(fc.webUrl()),
        active: fc.boolean(),
        fields: fc.array(word("messages", "security")),
      }),
    ),
  ),
  number: fact(anyView),
  pinEnabled: fact(fc.boolean()),
  accountMode: fact(word("LIVE", "SANDBOX")),
  throughput: fact(word("STANDARD", "NOT_APPLICABLE")),
  health: fact(
    record({
      canSendMessage: word("AVAILABLE", "LIMITED", "BLOCKED"),
      entities: fc.array(
        record({
          type: word("PHONE_NUMBER"),
          canSendMessage: orNull(word("BLOCKED")),
          problems: fc.array(fc.string()),
          codes: fc.array(orNull(fc.oneof(fc.constantFrom(131_000, 138_024, 141_000, 141_006, 141_010), fc.nat()))),
          notes: fc.array(fc.string()),
        }),
      ),
    }),
  ),
  webhook: fact(
    record({ phoneNumber: orNull(fc.string()), waba: orNull(fc.string()), application: orNull(fc.string()) }),
  ),
  payment: fact(fc.boolean()),
  messagingLimit: fact(word("TIER_250", "TIER_UNLIMITED")),
  budget: fact(anyBudget),
  lastEvent: fact(orNull(fc.string())),
  lastRegistration: fact(
    orNull(anyGraphError.map((graphError) => lastRecord("verification_required", { graphError }))),
  ),
});

const anySubject: fc.Arbitrary<DiagnosisSubject> = record<DiagnosisSubject>({
  phoneNumberId: fc.constantFrom(NUMBER, WABA, "15550000001"),
  wabaId: fc.constantFrom(WABA, NUMBER),
  accountIsKnown: fc.boolean(),
  expectedAppId: orNull(id),
  businessId: orNull(id),
  provesAppSecret: fc.boolean(),
  graphVersion: fc.constantFrom("v19.0", "v25.0", "v99.0"),
  ownWebhook: orNull(fc.webUrl()),
  now: fc.integer({ min: 0, max: 4e12 }),
});

describe("whatever was read, or was not", () => {
  const property = fc.property(anyFacts, anySubject, (facts, subject) => {
    const checks = CHECKS.map((check) => checked(check, check.judge(facts, subject)));
    for (const check of checks) {
      AccessCheck.parse(check);
      if (check.state === "fail" || check.state === "warn") {
        assert.ok(check.resolution.length > 0 && check.actor !== null, `${check.id} says nothing to do`);
      }
      if (check.state === "pass") assert.deepEqual([check.resolution, check.actor], [[], null], check.id);
    }
    const verdict = Verdict.parse(verdictOf(checks));
    const sending = Sending.parse(sendingOf(checks));
    const states = sending.checks.map((name) => checks.find((check) => check.id === name)?.state);
    const counts = sending.checks.filter((name) => name !== "token_valid");
    if (sending.verdict === "ready")
      for (const name of counts) assert.equal(checks.find((check) => check.id === name)?.state, "pass", name);
    if (sending.verdict === "blocked") assert.equal(states[0], "fail");
    if (sending.verdict === "unknown") assert.equal(states[0], "unknown");
    const ofSending: ReadonlySet<string> = new Set(SENDING_CHECKS.map(({ id: name }) => name));
    const access = checks.filter((check) => !ofSending.has(check.id));
    const failed = access.find((check) => check.state === "fail");
    assert.equal(verdict.state === "fix", failed !== undefined);
    if (failed !== undefined) assert.equal(verdict.firstAction?.check, failed.id);
    if (verdict.state === "unclear") assert.ok(verdict.firstAction !== null);
    const remark = access.find((check) => check.state === "warn");
    if (verdict.state === "healthy") assert.equal(verdict.firstAction?.check, remark?.id);
  });

  it("every check has a finding that the contract allows, and the verdict agrees with them", () => {
    fc.assert(property, { numRuns: PROPERTY_RUNS });
  });

  it("nothing passes when nothing could be read", () => {
    const nothing = fc.property(anyAbsence, (failure) => {
      const absent = { ok: false as const, failure };
      const facts = new Proxy({}, { get: () => absent }) as DiagnosisFacts;
      const passed = CHECKS.filter((check) => check.judge(facts, subjectInOrder()).state === "pass");
      assert.deepEqual(
        passed.map((check) => check.id),
        [],
      );
    });
    fc.assert(nothing, { numRuns: PROPERTY_RUNS });
  });

  it("no check looks at facts that it does not say it needs", () => {
    for (const check of CHECKS) {
      const needed: ReadonlySet<string | symbol> = new Set(check.needs);
      const absent = { ok: false as const, failure: { kind: "timeout" as const, reason: "" } };
      const facts = new Proxy(
        {},
        {
          get: (_, name) => (needed.has(name) ? absent : assert.fail(`${check.id} looks at ${String(name)}`)),
        },
      ) as DiagnosisFacts;
      check.judge(facts, subjectInOrder());
    }
  });
});
