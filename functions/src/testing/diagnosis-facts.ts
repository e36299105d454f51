import type { GraphError } from "../contract/failure.ts";
import type { DiagnosisFacts, DiagnosisSubject, Fact } from "../domain/diagnosis/facts.ts";
import { NEEDED_FIELDS } from "../domain/webhook-fields.ts";
import { healthEntity, metaView, NUMBER, tokenFacts, WABA } from "./fixtures.ts";

/** Something that was read. */
export const known = <Value>(value: Value): Fact<Value> => ({ ok: true, value });

/** Meta would not say. */
export const refused = (error: GraphError): Fact<never> => ({ ok: false, failure: { kind: "refused", error } });

/** No answer came. */
export const LATE: Fact<never> = { ok: false, failure: { kind: "timeout", reason: "no whole answer in time" } };

/** Every entity of `health_status`, all of them in order. */
export const HEALTHY = ["PHONE_NUMBER", "WABA", "BUSINESS", "APP"].map((type) => healthEntity(type));

/** What is read of a set-up in which everything is in order and the number is ready to be registered. */
export const factsInOrder = (rest: Partial<DiagnosisFacts> = {}): DiagnosisFacts => ({
  reach: known({ servedVersion: "v26.0", refusal: null }),
  token: known(tokenFacts()),
  grants: known([
    { permission: "whatsapp_business_management", status: "granted" },
    { permission: "whatsapp_business_messaging", status: "granted" },
  ]),
  waba: known({
    name: "Invented account",
    reviewStatus: "APPROVED",
    businessVerificationStatus: "VERIFIED",
    ownershipType: "SELF_OWNED",
  }),
  wabaNumbers: known([{ id: NUMBER, displayPhoneNumber: "+1 555-000-0001" }]),
  assigned: known([{ id: "999000000000001", tasks: ["MANAGE"] }]),
  subscribed: known([{ id: "888000000000001", name: "Invented app", override: null }]),
  appSubscription: known({
    callbackUrl: "https://hooks.example.com/metaWebhook",
    active: true,
    fields: NEEDED_FIELDS,
  }),
  number: known(metaView()),
  pinEnabled: known(false),
  accountMode: known("LIVE"),
  throughput: known("STANDARD"),
  health: known({ canSendMessage: "AVAILABLE", entities: HEALTHY }),
  webhook: known({ phoneNumber: null, waba: null, application: "https://hooks.example.com/metaWebhook" }),
  payment: known(true),
  messagingLimit: known("TIER_250"),
  budget: known({ used: 0, limit: 10, remaining: 10, nextFreeAt: null, blockedUntil: null, spentElsewhere: false }),
  lastEvent: known("2029-12-31T00:00:00.000Z"),
  lastRegistration: known(null),
  ...rest,
});

/** A deployment that is fully configured, on 2030-01-01. */
export const subjectInOrder = (rest: Partial<DiagnosisSubject> = {}): DiagnosisSubject => ({
  phoneNumberId: NUMBER,
  wabaId: WABA,
  accountIsKnown: true,
  expectedAppId: "888000000000001",
  businessId: "666000000000001",
  provesAppSecret: true,
  graphVersion: "v26.0",
  ownWebhook: "https://hooks.example.com/metaWebhook",
  now: Date.UTC(2030, 0, 1),
  ...rest,
});
