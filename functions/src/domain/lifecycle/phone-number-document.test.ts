import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PhoneNumberDocument, RegistrationRecord } from "../../contract/phone-number.ts";
import { anyBudget, anyRecord, anyView } from "../../testing/arbitraries.ts";
import { accessReads, CONNECTED, graphError, metaView, NUMBER, WABA } from "../../testing/fixtures.ts";
import { PROPERTY_RUNS } from "../../testing/property-runs.ts";
import { accessProof } from "../diagnosis/access-findings.ts";
import { accessFailure } from "../error/call-failure.ts";
import { failure, notRegisteredYet } from "../outcome/registration.ts";
import { changedDocument, forNewCustomer, registrationRecord } from "./phone-number-document.ts";

const NOW = Date.UTC(2030, 0, 1);
const BUDGET = {
  used: 1,
  limit: 10,
  remaining: 9,
  nextFreeAt: "2030-01-04T00:05:00.000Z",
  blockedUntil: null,
  spentElsewhere: false,
};

describe("the number's document", () => {
  it("says of a customer's number what its customer does", () => {
    const token = { state: "invalid", expiresAt: null, at: CONNECTED.observedAt } as const;
    const actors = [null, "acme"].map((customerId) => {
      const { reasons } = changedDocument(undefined, { view: CONNECTED, token, customerId }, NOW);
      return reasons.map(({ code, actor }) => [code, actor]);
    });
    assert.deepEqual(
      actors.map(([first]) => first),
      [
        ["invalid_token", "operator"],
        ["invalid_token", "customer"],
      ],
    );
  });

  it("keeps what a change does not speak of", () => {
    const registration = registrationRecord({ status: "awaiting_meta" }, { by: "u", attempts: BUDGET, now: NOW });
    const first = changedDocument(undefined, { registration, attempts: BUDGET }, NOW);
    const second = changedDocument(first, { view: CONNECTED }, NOW + 1000);
    assert.deepEqual([second.registration, second.attempts, second.meta], [registration, BUDGET, CONNECTED]);
    const third = changedDocument(second, { view: null }, NOW + 2000);
    assert.deepEqual(third.meta, CONNECTED);
    assert.equal(third.updatedAt, "2030-01-01T00:00:02.000Z");
  });

  it("says why it is no longer read until it is read again", () => {
    const disconnection = { at: CONNECTED.observedAt, reason: "invented" };
    const first = changedDocument(undefined, { disconnection }, NOW);
    const second = changedDocument(first, { view: CONNECTED }, NOW);
    assert.deepEqual(second.disconnection, disconnection);
    assert.equal(changedDocument(second, { disconnection: null }, NOW).disconnection, null);
  });

  it("holds the verdict on sending against the number as it is read", () => {
    const sending = { verdict: "ready", at: CONNECTED.observedAt } as const;
    const first = changedDocument(undefined, { view: CONNECTED, sending }, NOW);
    assert.deepEqual(changedDocument(first, { attempts: BUDGET }, NOW).sending, sending);
    const later = metaView({ status: "DISCONNECTED", observedAt: new Date(NOW + 1000).toISOString() });
    assert.equal(changedDocument(first, { view: later }, NOW + 1000).sending?.verdict, "blocked");
  });

  it("begins with a registration, too", () => {
    const accepted = { at: CONNECTED.observedAt, connectedSince: null };
    assert.deepEqual(changedDocument(undefined, { accepted }, NOW).lastAccepted, accepted);
  });

  it("has nothing of what nobody knows: no parts, no account and no digits", () => {
    const { updatedAt } = changedDocument(undefined, {}, NOW);
    const unknown = { wabaId: null, digits: null, lifecycle: "draft", updatedAt };
    const { reasons, ...rest } = changedDocument(undefined, { view: null }, NOW);
    assert.equal(reasons.length, 1);
    assert.deepEqual(rest, unknown);
  });

  it("keeps the account that an event has named, and the digits, until others are named", () => {
    const first = changedDocument(undefined, { wabaId: WABA, view: metaView() }, NOW);
    assert.deepEqual([first.wabaId, first.digits], [WABA, "15550000001"]);
    const second = changedDocument(first, { view: metaView({ displayPhoneNumber: null }) }, NOW);
    assert.deepEqual([second.wabaId, second.digits], [WABA, "15550000001"]);
    const third = changedDocument(second, { wabaId: "777000000000002", view: null }, NOW);
    assert.equal(third.wabaId, "777000000000002");
  });

  it("is not put back by an observation that comes late", () => {
    const newer = changedDocument(
      undefined,
      { view: metaView({ ...CONNECTED, observedAt: "2030-01-01T01:00:00.000Z" }) },
      NOW + 3_600_000,
    );
    const late = metaView({ observedAt: "2030-01-01T00:59:59.000Z" });
    assert.equal(changedDocument(newer, { view: late }, NOW + 3_600_000).meta?.status, "CONNECTED");
  });

  it("believes no reading of the future", () => {
    const future = metaView({ ...CONNECTED, observedAt: "2030-01-01T23:00:00.000Z" });
    const first = changedDocument(undefined, { view: future }, NOW);
    assert.equal(first.meta?.observedAt, new Date(NOW).toISOString());
    const honest = metaView({ observedAt: new Date(NOW + 1000).toISOString() });
    const late = changedDocument(first, { view: honest }, NOW + 1000);
    assert.equal(late.meta?.status, "PENDING");
  });

  it("satisfies the contract after any changes", () => {
    const change = fc.record(
      { registration: anyRecord, view: fc.option(anyView), attempts: anyBudget },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        let document: PhoneNumberDocument | undefined;
        for (const one of changes) {
          document = changedDocument(document, one, NOW);
          PhoneNumberDocument.parse(document);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});

describe("what a new customer's document begins with", () => {
  it("is the number's attempts and digits, and nothing of those who had it before", () => {
    const whole = changedDocument(undefined, { view: CONNECTED, attempts: BUDGET, customerId: "acme" }, NOW);
    assert.deepEqual(forNewCustomer(whole), { attempts: BUDGET, digits: "15550000001" });
    assert.deepEqual(forNewCustomer({}), {});
  });
});

describe("the record of a registration", () => {
  const about = { by: "uid-1", attempts: BUDGET, now: NOW };

  it("is what the caller was answered", () => {
    const error = graphError(133_005);
    const record = RegistrationRecord.parse(registrationRecord(failure("pin_mismatch", error), about));
    assert.deepEqual(
      [record.status, record.by, record.at, record.graphError],
      ["pin_mismatch", "uid-1", "2030-01-01T00:00:00.000Z", error],
    );
    assert.match(record.message ?? "", /PIN/);
    assert.equal(
      registrationRecord(failure("recently_deleted", error, 300_000), about).retryAt,
      "2030-01-01T00:05:00.000Z",
    );
  });

  it("keeps the cause of missing access, and the advice where it is not the usual one", () => {
    const told = (outcome: Parameters<typeof registrationRecord>[0]) => {
      const { cause, advised } = RegistrationRecord.parse(registrationRecord(outcome, about));
      return [cause, advised?.resolution];
    };
    assert.deepEqual(told(failure("pin_mismatch", graphError(133_005))), [undefined, undefined]);
    const access = accessProof(accessReads(), { phoneNumberId: NUMBER, wabaId: WABA, accountIsKnown: true }, null);
    assert.deepEqual(told(accessFailure(access, null)), [access.cause, undefined]);
    const wrongId = notRegisteredYet(graphError(133_010), CONNECTED);
    assert.ok(wrongId !== null);
    assert.deepEqual(told(wrongId), [undefined, wrongId.advice.resolution]);
  });

  it("of a success has nothing to explain", () => {
    const record = registrationRecord({ status: "registered", alreadyRegistered: false, pin: "in_effect" }, about);
    assert.deepEqual([record.message, record.retryAt, record.graphError], [null, null, null]);
  });
});
