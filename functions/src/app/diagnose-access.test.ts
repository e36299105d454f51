import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AccessCheck, AccessDiagnosis } from "../contract/diagnose-access.ts";
import { ADVICE } from "../domain/advice/advice.ts";
import type { DiagnosisFacts, Fact } from "../domain/diagnosis/facts.ts";
import { factsInOrder, known, refused, subjectInOrder } from "../testing/diagnosis-facts.ts";
import { graphError, refusedForVerification, tokenFacts } from "../testing/fixtures.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import { diagnoseAccess, type DiagnosisAsk, type DiagnosisPorts } from "./diagnose-access.ts";
import type { Read } from "./ports.ts";

type Name = keyof DiagnosisFacts;

/** How long each answer takes, in ms; "hangs": until the deadline; "breaks": the port throws, against its word. */
type Pace = Readonly<Partial<Record<Name, number | "hangs" | "breaks">>>;

const LATE: Read<never> = { ok: false, failure: { kind: "timeout", reason: "late" } };

/** What is configured, and what is read, where that is not in order. */
interface Given extends Partial<DiagnosisAsk> {
  readonly records?: boolean;
  readonly facts?: Partial<DiagnosisFacts>;
}

/** Diagnoses in virtual time, with everything in order but for the pace. Tells when each check was streamed. */
async function diagnose(
  pace: Pace = {},
  { records = true, facts: shown = {}, customerId = null, ...configured }: Given = {},
) {
  const { now, ...about } = subjectInOrder(configured);
  const time = virtualTime(now);
  const facts = factsInOrder(shown);
  const appsAsked: string[] = [];
  const deadlines = new Set<number>();
  const read = async <Value>(name: Name, fact: Fact<Value>, deadlineMs: number): Promise<Read<Value>> => {
    deadlines.add(deadlineMs);
    const takes = pace[name] ?? 0;
    if (takes === "breaks") throw new Error("EAAinventedSystemUserToken");
    await time.sleep(takes === "hangs" ? deadlineMs : takes);
    return takes === "hangs" || !fact.ok ? LATE : fact;
  };
  const remembered = async <Value>(name: Name, fact: Fact<Value>): Promise<Value> => {
    const kept = await read(name, fact, 8000);
    return kept.ok ? kept.value : assert.fail("Firestore is down");
  };
  const ports: DiagnosisPorts = {
    graph: {
      reach: (ms) => read("reach", facts.reach, ms),
      inspectToken: (ms) => read("token", facts.token, ms),
      permissions: (ms) => read("grants", facts.grants, ms),
      readWaba: (_, ms) => read("waba", facts.waba, ms),
      numbersOfWaba: (_, ms) => read("wabaNumbers", facts.wabaNumbers, ms),
      assignedUsers: (_, business, ms) => {
        assert.equal(business, about.businessId);
        return read("assigned", facts.assigned, ms);
      },
      subscribedApps: (_, ms) => read("subscribed", facts.subscribed, ms),
      appSubscription: (appId, ms) => {
        appsAsked.push(appId);
        return read("appSubscription", facts.appSubscription, ms);
      },
      readNumber: (_, ms) => read("number", facts.number, ms),
      pinEnabled: (_, ms) => read("pinEnabled", facts.pinEnabled, ms),
      accountMode: (_, ms) => read("accountMode", facts.accountMode, ms),
      throughputLevel: (_, ms) => read("throughput", facts.throughput, ms),
      messagingHealth: (_, ms) => read("health", facts.health, ms),
      hasPaymentMethod: (_, ms) => read("payment", facts.payment, ms),
      messagingLimit: (_, ms) => read("messagingLimit", facts.messagingLimit, ms),
      webhookAddresses: (_, ms) => read("webhook", facts.webhook, ms),
    },
    records: records
      ? {
          registrationBudget: () => remembered("budget", facts.budget),
          lastWebhookEventAt: () => remembered("lastEvent", facts.lastEvent),
          lastRegistration: () => remembered("lastRegistration", facts.lastRegistration),
        }
      : null,
    clock: time.clock(),
  };
  const streamed: { at: number; check: AccessCheck }[] = [];
  const diagnosis = await time.run(() =>
    diagnoseAccess(ports, { ...about, customerId }, (check) => streamed.push({ at: time.now() - now, check })),
  );
  return { diagnosis, streamed, tookMs: time.now() - now, deadlines, appsAsked };
}

const checkOf = ({ checks }: AccessDiagnosis, id: AccessCheck["id"]): AccessCheck | undefined =>
  checks.find((check) => check.id === id);
const findingOf = (diagnosis: AccessDiagnosis, id: AccessCheck["id"]): string => checkOf(diagnosis, id)?.finding ?? "";
const unknowns = ({ checks }: AccessDiagnosis): string[] =>
  checks.filter((check) => check.state === "unknown").map((check) => check.id);

describe("diagnoseAccess", () => {
  it("answers with the checks in order, and what they come to", async () => {
    const { diagnosis, streamed } = await diagnose();
    assert.equal(diagnosis.phoneNumberId, subjectInOrder().phoneNumberId);
    assert.deepEqual([diagnosis.verdict.state, unknowns(diagnosis)], ["healthy", []]);
    assert.equal(streamed.length, diagnosis.checks.length);
    for (const { check } of streamed) assert.ok(diagnosis.checks.includes(check));
  });

  it("says of a customer's account in each check, streamed or not, and in the verdict what its customer does", async () => {
    const dead = refused(graphError(190));
    const shown = { token: known(tokenFacts({ isValid: false })), number: dead, waba: dead, wabaNumbers: dead };
    const { diagnosis, streamed } = await diagnose({}, { customerId: "acme", facts: shown });
    assert.doesNotMatch(JSON.stringify([diagnosis, streamed]), /META_SYSTEM_USER_TOKEN|Users > System users/);
    const { firstAction } = diagnosis.verdict;
    assert.deepEqual([firstAction?.check, firstAction?.actor], ["token_valid", "customer"]);
    const own = await diagnose({}, { facts: shown });
    assert.equal(own.diagnosis.verdict.firstAction?.actor, "operator");
  });

  it("streams each check as soon as its own facts are there, however slow the others are", async () => {
    const { streamed, tookMs } = await diagnose({
      reach: 10,
      token: 200,
      grants: 300,
      number: 700,
      health: 900,
      budget: 50,
    });
    const at = new Map(streamed.map(({ at: ms, check }) => [check.id, ms]));
    const times = [
      ["number_mode", 0],
      ["graph_reachable", 10],
      ["token_kind", 200],
      ["token_app", 200],
      ["token_valid", 700],
      ["system_user_assigned", 200],
      ["management_permission", 700],
      ["number_verified", 700],
      ["attempt_budget", 700],
      ["messaging_health", 900],
    ] as const;
    for (const [id, ms] of times) assert.equal(at.get(id), ms, id);
    assert.equal(tookMs, 900, "the reads run side by side");
  });

  it("is over within one slow read's time, whatever hangs", async () => {
    const everything = Object.fromEntries(Object.keys(factsInOrder()).map((name) => [name, "hangs" as const]));
    const { diagnosis, tookMs, deadlines } = await diagnose(everything);
    assert.deepEqual([tookMs, [...deadlines]], [8000, [8000]]);
    assert.ok(diagnosis.checks.every((check) => check.state === "unknown"));
    assert.deepEqual([diagnosis.verdict.state, diagnosis.verdict.firstAction?.check], ["unclear", "graph_reachable"]);
  });

  it("lets a read that breaks cost only the checks that need it, and shows nothing of the error", async () => {
    const { diagnosis } = await diagnose({ subscribed: "breaks", webhook: "hangs" });
    assert.deepEqual(unknowns(diagnosis), ["app_subscribed"]);
    assert.match(findingOf(diagnosis, "app_subscribed"), /cannot be understood \(a defect of our own\)/);
    assert.deepEqual(checkOf(diagnosis, "app_subscribed")?.observed, { read: "unreadable" });
    assert.equal(checkOf(diagnosis, "webhook_events")?.state, "pass", "an event that came says enough");
    assert.ok(!JSON.stringify(diagnosis).includes("EAAinvented"));
  });

  it("says so when Firestore cannot be read", async () => {
    const { diagnosis } = await diagnose({ budget: "breaks", lastEvent: "breaks" });
    assert.deepEqual(unknowns(diagnosis), ["attempt_budget", "webhook_events"]);
    assert.match(findingOf(diagnosis, "attempt_budget"), /Firestore, where this is written down, could not be read/);
    assert.equal(diagnosis.verdict.state, "healthy", "neither decides");
  });

  it("runs where there is no Firestore, and where no business is configured", async () => {
    const { diagnosis } = await diagnose({}, { records: false, businessId: null });
    assert.deepEqual(unknowns(diagnosis), ["system_user_assigned", "attempt_budget", "webhook_events"]);
    assert.match(findingOf(diagnosis, "attempt_budget"), /Firestore, which is not read from here/);
    assert.match(findingOf(diagnosis, "system_user_assigned"), /META_BUSINESS_ID is not set/);
    assert.equal(checkOf(diagnosis, "system_user_assigned")?.resolution[0]?.title, "Name the business");
  });

  it("asks what the app hears as the app that is configured, or else as the token's own", async () => {
    const token = known(tokenFacts({ appId: "888000000000002" }));
    assert.deepEqual((await diagnose({}, { facts: { token } })).appsAsked, ["888000000000001"]);
    const { diagnosis, appsAsked } = await diagnose({}, { facts: { token }, expectedAppId: null });
    assert.deepEqual([appsAsked, checkOf(diagnosis, "webhook_fields")?.state], [["888000000000002"], "pass"]);
  });

  it("does not ask what the app hears without the app's secret, or as an app that nobody names, and says why", async () => {
    const nameless = { facts: { token: known(tokenFacts({ appId: null })) }, expectedAppId: null };
    const cases: readonly (readonly [Given, Pace, RegExp])[] = [
      [{ provesAppSecret: false }, {}, /META_APP_SECRET is not set/],
      [nameless, {}, /the app's id is not known/],
      [{ expectedAppId: null }, { token: "hangs" }, /the app's id is not known/],
    ];
    for (const [given, pace, why] of cases) {
      const { diagnosis, appsAsked } = await diagnose(pace, given);
      assert.deepEqual([appsAsked, checkOf(diagnosis, "webhook_fields")?.state], [[], "unknown"], why.source);
      assert.match(findingOf(diagnosis, "webhook_fields"), why);
    }
  });

  it("knows that Meta refused the last registration for want of a verification", async () => {
    const lastRegistration = known(refusedForVerification(subjectInOrder().now));
    const { diagnosis } = await diagnose({}, { facts: { lastRegistration } });
    assert.deepEqual(checkOf(diagnosis, "registration")?.resolution, ADVICE.verification_required.resolution);
  });
});
