import type { AccessCheck, AccessDiagnosis } from "../contract/diagnose-access.ts";
import type { AccountRef } from "../domain/account.ts";
import { forCustomers } from "../domain/advice/for-customers.ts";
import { SET_BUSINESS_ID } from "../domain/advice/steps.ts";
import { withoutSource } from "../domain/diagnosis/absence.ts";
import { checked, type FactName } from "../domain/diagnosis/check.ts";
import { CHECKS } from "../domain/diagnosis/checks.ts";
import type { DiagnosisFacts, DiagnosisSubject, Fact } from "../domain/diagnosis/facts.ts";
import { byOperator } from "../domain/diagnosis/finding.ts";
import { sendingOf } from "../domain/diagnosis/sending-verdict.ts";
import { verdictOf } from "../domain/diagnosis/verdict.ts";
import type { AccountGraph } from "./account-ports.ts";
import type { Clock, DiagnosticGraph, Records } from "./ports.ts";

/** How long one read may take. All run side by side, so it bounds the whole. */
const READ_MS = 8000;

/** What a diagnosis needs of the world. It only reads: there is nothing here that could spend an attempt. */
export interface DiagnosisPorts {
  readonly graph: Pick<
    DiagnosticGraph,
    | "reach"
    | "inspectToken"
    | "permissions"
    | "readWaba"
    | "numbersOfWaba"
    | "assignedUsers"
    | "subscribedApps"
    | "readNumber"
    | "pinEnabled"
    | "accountMode"
    | "throughputLevel"
    | "messagingHealth"
    | "webhookAddresses"
    | "hasPaymentMethod"
    | "messagingLimit"
  > &
    Pick<AccountGraph, "appSubscription">;
  /** `null`: this runs where the records cannot be had. */
  readonly records: Records | null;
  readonly clock: Pick<Clock, "now">;
}

/** What is to be diagnosed, and whose it is. */
export interface DiagnosisAsk extends Omit<DiagnosisSubject, "now">, AccountRef {}

type Reads = { readonly [Name in FactName]: Promise<DiagnosisFacts[Name]> };

/**
 * Finds out what stands in the way of registering and using a number, without spending an attempt or changing anything.
 * `send` is given each check as soon as its own facts are there. Never throws: what cannot be read makes its checks `unknown`.
 */
export async function diagnoseAccess(
  ports: DiagnosisPorts,
  about: DiagnosisAsk,
  send: (check: AccessCheck) => void = () => undefined,
): Promise<AccessDiagnosis> {
  const reads = readEverything(ports, about);
  const subject = { ...about, now: ports.clock.now() };
  const checks = await Promise.all(
    CHECKS.map(async (check) => {
      const judged = checked(check, check.judge(await gather(reads, check.needs), subject));
      const found = about.customerId === null ? judged : forCustomers(judged);
      send(found);
      return found;
    }),
  );
  return { phoneNumberId: about.phoneNumberId, checks, verdict: verdictOf(checks), sending: sendingOf(checks) };
}

/** The facts that a check needs; the others are not waited for, and not there. */
async function gather(reads: Reads, needs: readonly FactName[]): Promise<DiagnosisFacts> {
  const facts = await Promise.all(needs.map(async (name) => [name, await reads[name]] as const));
  return Object.fromEntries(facts) as unknown as DiagnosisFacts;
}

function readEverything({ graph, records }: DiagnosisPorts, about: Omit<DiagnosisSubject, "now">): Reads {
  const { phoneNumberId, wabaId, businessId } = about;
  const token = fact(graph.inspectToken(READ_MS));
  return {
    reach: fact(graph.reach(READ_MS)),
    token,
    grants: fact(graph.permissions(READ_MS)),
    waba: fact(graph.readWaba(wabaId, READ_MS)),
    wabaNumbers: fact(graph.numbersOfWaba(wabaId, READ_MS)),
    assigned: fact(businessId === null ? NO_BUSINESS : graph.assignedUsers(wabaId, businessId, READ_MS)),
    subscribed: fact(graph.subscribedApps(wabaId, READ_MS)),
    appSubscription: readAppSubscription(graph, about, token),
    number: fact(graph.readNumber(phoneNumberId, READ_MS)),
    pinEnabled: fact(graph.pinEnabled(phoneNumberId, READ_MS)),
    accountMode: fact(graph.accountMode(phoneNumberId, READ_MS)),
    throughput: fact(graph.throughputLevel(phoneNumberId, READ_MS)),
    health: fact(graph.messagingHealth(phoneNumberId, READ_MS)),
    webhook: fact(graph.webhookAddresses(phoneNumberId, READ_MS)),
    payment: fact(graph.hasPaymentMethod(wabaId, READ_MS)),
    messagingLimit: fact(graph.messagingLimit(phoneNumberId, READ_MS)),
    budget: recorded(records, (known) => known.registrationBudget(phoneNumberId)),
    lastEvent: recorded(records, (known) => known.lastWebhookEventAt(wabaId)),
    lastRegistration: recorded(records, (known) => known.lastRegistration(phoneNumberId)),
  };
}

/** What the app hears, asked as the app: for that its id must be known, from the configuration or from the token, and its secret. */
async function readAppSubscription(
  graph: Pick<DiagnosisPorts["graph"], "appSubscription">,
  { expectedAppId, provesAppSecret }: Omit<DiagnosisSubject, "now">,
  token: Reads["token"],
): Promise<DiagnosisFacts["appSubscription"]> {
  if (!provesAppSecret) return withoutSource("Meta shows this only to the app itself, and META_APP_SECRET is not set.");
  const asked = expectedAppId ?? (await appOf(token));
  if (asked === null) return withoutSource("Meta shows this only to the app itself, and the app's id is not known.");
  return fact(graph.appSubscription(asked, READ_MS));
}

async function appOf(token: Reads["token"]): Promise<string | null> {
  const read = await token;
  return read.ok ? read.value.appId : null;
}

/** A read as a fact. That the ports do not throw is their promise; a diagnosis must not fall over a broken one. */
const fact = <Value>(read: Promise<Fact<Value>>): Promise<Fact<Value>> =>
  read.catch(() => ({ ok: false, failure: { kind: "unreadable", reason: "a defect of our own" } }));

const NO_BUSINESS: Promise<Fact<never>> = Promise.resolve(
  withoutSource(
    "Meta shows this only where the business is named, and META_BUSINESS_ID is not set.",
    byOperator(SET_BUSINESS_ID),
  ),
);

/** Something out of our own records. */
async function recorded<Value>(
  records: Records | null,
  look: (records: Records) => Promise<Value>,
): Promise<Fact<Value>> {
  if (records === null) {
    return withoutSource(
      "This is written down in Firestore, which is not read from here: the deployed diagnoseAccess shows it.",
    );
  }
  try {
    return { ok: true, value: await look(records) };
  } catch {
    return withoutSource("Firestore, where this is written down, could not be read.");
  }
}
