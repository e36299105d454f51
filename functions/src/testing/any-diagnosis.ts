import fc from "fast-check";
import type { Absence, DiagnosisFacts, DiagnosisSubject, Fact } from "../domain/diagnosis/facts.ts";
import { anyBudget, anyGraphError, anyToken, anyView } from "./arbitraries.ts";
import { NUMBER, WABA } from "./fixtures.ts";
import { record as lastRecord } from "./number-facts.ts";

const record = <Shape>(model: { [Name in keyof Shape]: fc.Arbitrary<Shape[Name]> }): fc.Arbitrary<Shape> =>
  fc.record(model, { noNullPrototype: true });
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(arbitrary);
const word = (...known: string[]): fc.Arbitrary<string> => fc.oneof(fc.constantFrom(...known), fc.string());

/** Why something could not be read: every kind, with any error of Graph's. */
export const anyAbsence: fc.Arbitrary<Absence> = fc.oneof(
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

/** Whatever the reads of a diagnosis can show, or fail to. */
export const anyFacts: fc.Arbitrary<DiagnosisFacts> = record<DiagnosisFacts>({
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

/** What a diagnosis can be about. */
export const anySubject: fc.Arbitrary<DiagnosisSubject> = record<DiagnosisSubject>({
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
