import type { SendingVerdict } from "../../contract/diagnose-access.ts";
import type { GraphError } from "../../contract/failure.ts";
import type {
  AccessView,
  MetaView,
  PhoneNumberDocument,
  RegistrationRecord,
  TokenView,
} from "../../contract/phone-number.ts";
import { budgetOf, liveLease, withEnd, withNextLook, type Spending, type Ledger } from "../attempt/attempt-window.ts";
import { judgeAttempt, type AttemptVerdict, type OpenAttempt } from "../attempt/open-attempt.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import { newerView } from "../phone-number.ts";
import { countingOthers } from "./acted-elsewhere.ts";
import { nextLook } from "./next-look.ts";
import { isOver, type NumberFacts } from "./number-facts.ts";
import { changedDocument, type PhoneNumberChange } from "./phone-number-document.ts";
import { registrationSeen } from "./registration-seen.ts";
import { sendingSeen } from "./sending-seen.ts";

/** What one look at a number showed. */
export interface Sighting {
  /** `null`: it could not be read. */
  readonly view: MetaView | null;
  /** The error with which Meta refused the reading. */
  readonly refusal: GraphError | null;
  /** What Meta says of the token; `null`: nothing new. */
  readonly token: TokenView | null;
  /** Whether a message will arrive; left out or `null`: it was not asked. */
  readonly sending?: SendingVerdict | null;
}

/** What is stored of a number. */
export interface LookedAt {
  readonly ledger: Ledger;
  /** Empty: nothing is known yet. */
  readonly facts: NumberFacts;
  readonly open: readonly OpenAttempt[];
}

/** What is to be stored after a look. `change` and `document` null: the visible document stays as it is. */
export interface LookResult {
  readonly ledger: Ledger;
  readonly change: PhoneNumberChange | null;
  readonly document: PhoneNumberDocument | null;
  readonly verdicts: readonly AttemptVerdict[];
}

/** A reading that shows nothing new is written down all the same when the last one has become this old. */
const STALE_MS = 20 * 3_600_000;

/** The next run of the reconciler. */
const AT_ONCE_MS = 30_000;

const BUDGET = ["used", "limit", "remaining", "nextFreeAt", "blockedUntil", "spentElsewhere"] as const;

/** When and how a look is taken. `now` is Firestore's time. */
export interface LookTerms {
  readonly now: number;
  /** The budget of registrations in 72 hours. */
  readonly limit: number;
  /** Whether a reading is written down also when it shows nothing new: for somebody who asked for it. */
  readonly asked: boolean;
}

/** Settles what a look at a number settles. Nothing is ever sent to Meta again for it: reading decides, against what was before. */
export function settleByLook(at: LookedAt, seen: Sighting, terms: LookTerms): LookResult {
  const { now } = terms;
  const sighting = { ...seen, view: seen.view === null ? null : newerView(at.facts.meta, seen.view, now) };
  const lease = liveLease(at.ledger, now);
  const ended = at.open.filter(({ attemptId }) => attemptId !== lease?.attemptId);
  const verdicts = ended.flatMap((attempt) => judgeAttempt(attempt, sighting.view, now) ?? []);
  const moment = { ...terms, attempts: ended, leased: lease !== null };
  const registration = registrationSeen(at.facts, sighting.view, moment);
  const ledger = countingOthers(at.ledger, at.facts, { view: sighting.view, leased: lease !== null, now });
  const change = changeOf({ ledger, facts: at.facts }, sighting, registration, terms);
  const isNews = Object.keys(change).length > 0;
  const document = isNews ? changedDocument(at.facts, change, now) : null;
  const facts = document ?? at.facts;
  const next = nextLook({
    now,
    facts,
    ...stillOpen(facts, ended, verdicts),
    spentElsewhereUntil: ledger.register.elsewhereUntil ?? null,
    read: sighting.view !== null ? "ok" : sighting.refusal === null ? "failed" : "refused",
  });
  return {
    ledger: withNextLook(
      { ...closed(ledger, verdicts), lease: lease === null ? null : ledger.lease },
      missesHolder(at, lease) ? now + AT_ONCE_MS : next,
    ),
    change: isNews ? change : null,
    document,
    verdicts,
  };
}

/** The ledger, in which attempts that were settled are no longer open. */
function closed(ledger: Ledger, verdicts: readonly AttemptVerdict[]): Ledger {
  const final = verdicts.filter((verdict) => verdict.final);
  const close = (spending: Spending): Spending => ({
    ...spending,
    entries: final.reduce((entries, { attemptId }) => withEnd(entries, attemptId, "final"), spending.entries),
  });
  return { ...ledger, register: close(ledger.register), deregister: close(ledger.deregister) };
}

/** The open attempts are found before the ledger is read: one that began in between, and whose lease is over already, is missing. */
function missesHolder({ ledger, open }: LookedAt, live: { readonly attemptId: string } | null): boolean {
  return live === null && ledger.lease !== null && !open.some(({ attemptId }) => attemptId === ledger.lease?.attemptId);
}

function changeOf(
  { ledger, facts }: Pick<LookedAt, "ledger" | "facts">,
  sighting: Sighting,
  registration: RegistrationRecord | null,
  { now, limit, asked }: LookTerms,
): PhoneNumberChange {
  const access = accessSeen(facts.access, sighting, now);
  const budget = budgetOf(ledger.register, now, limit);
  const known = facts.attempts;
  const isOtherBudget =
    known === undefined ? budget.spentElsewhere : BUDGET.some((name) => known[name] !== budget[name]);
  const { token } = sighting;
  const sending = sendingSeen(facts.sending, { verdict: sighting.sending ?? null, access }, now);
  return {
    ...(registration === null ? {} : { registration }),
    ...(sighting.view !== null && (asked || isNewView(facts, sighting.view)) ? { view: sighting.view } : {}),
    ...(isOtherBudget ? { attempts: budget } : {}),
    ...(access === null ? {} : { access }),
    ...(sending === null ? {} : { sending }),
    ...(token !== null && isOtherToken(facts.token, token) ? { token } : {}),
  };
}

/** Since when an outcome has been open, or Meta has yet to show what it accepted. */
function stillOpen(
  facts: NumberFacts,
  ended: readonly OpenAttempt[],
  verdicts: readonly AttemptVerdict[],
): { unknownSince: number | null; awaitingSince: number | null } {
  const final = new Set(verdicts.filter((verdict) => verdict.final).map(({ attemptId }) => attemptId));
  const open = ended.filter(({ attemptId }) => !final.has(attemptId));
  const { registration } = facts;
  const record =
    registration === undefined ? [] : [{ status: registration.status, reservedAt: Date.parse(registration.at) }];
  const latest = (some: readonly { readonly reservedAt: number }[]): number | null =>
    some.length === 0 ? null : Math.max(...some.map(({ reservedAt }) => reservedAt));
  return {
    unknownSince: latest([
      ...open.filter(({ status }) => status !== "awaiting_meta"),
      ...record.filter(({ status }) => status === "outcome_unknown"),
    ]),
    awaitingSince: latest([...open, ...record].filter(({ status }) => status === "awaiting_meta")),
  };
}

/** Whether a reading is worth writing down: for what it says, for what it confirms, or because the last one is old. */
function isNewView(facts: NumberFacts, view: MetaView): boolean {
  const known = facts.meta;
  if (known === undefined) return true;
  if (view.observedAt <= known.observedAt) return false;
  const names = Object.keys(view) as (keyof MetaView)[];
  if (names.some((name) => name !== "observedAt" && view[name] !== known[name])) return true;
  const claims = Object.values(facts.webhook?.claims ?? {});
  const confirms = claims.some(({ at }) => at >= known.observedAt);
  const ended = claims.some((claim) => isOver(claim, view.observedAt) && !isOver(claim, known.observedAt));
  return confirms || ended || Date.parse(view.observedAt) - Date.parse(known.observedAt) > STALE_MS;
}

/** What the look says of the token's reach; `null`: nothing new. Only a refusal for lack of access, or of a good token, counts. */
function accessSeen(known: AccessView | undefined, { view, refusal }: Sighting, now: number): AccessView | null {
  const at = new Date(now).toISOString();
  if (view !== null) return known?.readable === false ? { readable: true, at, graphError: null } : null;
  if (refusal === null) return null;
  const status = refusalStatus(refusal);
  if (status !== "missing_permission" && status !== "invalid_token") return null;
  const isSame = known?.graphError?.code === refusal.code && known.graphError.subcode === refusal.subcode;
  return known?.readable === false && isSame ? null : { readable: false, at, graphError: refusal };
}

function isOtherToken(known: TokenView | undefined, token: TokenView): boolean {
  if (known === undefined) return token.state !== "valid";
  return known.state !== token.state || known.expiresAt !== token.expiresAt;
}
