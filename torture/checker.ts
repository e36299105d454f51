import type { KeptLedger } from "./kept-ledger.ts";

const WINDOW_MS = 72 * 3_600_000;
const LEASE_MS = 120_000;

/** One POST to `/register` as the other side saw it. Times by its clock, in ms since the epoch. */
export interface SeenPost {
  readonly phoneNumberId: string;
  readonly at: number;
  /** When the other side was done with it; `null`: never. */
  readonly until: number | null;
  /** Where it is known whose it was. */
  readonly attemptId?: string;
}

/** `whatsappNumbers/{phoneNumberId}/whatsappAttempts/{attemptId}` as it was found. Times in ms. */
export interface KeptAttempt {
  readonly phoneNumberId: string;
  readonly attemptId: string;
  readonly status: string;
  readonly reservedAt: number;
  readonly settledAt: number | null;
}

/** What a call was answered, or, with `whatsappNumbers/{phoneNumberId}`, what was stored of it. Times by the other side's clock. */
export interface Claim {
  readonly phoneNumberId: string;
  readonly who: string;
  readonly status: string;
  readonly from: number;
  readonly to: number;
}

/** Everything that is known when a part of the battery is over. */
export interface Evidence {
  /** The numbers it was about. */
  readonly numbers: readonly string[];
  readonly posts: readonly SeenPost[];
  readonly attempts: readonly KeptAttempt[];
  readonly ledgers: ReadonlyMap<string, KeptLedger>;
  readonly claims: readonly Claim[];
  /** Whether there is a ledger to be checked: the naive implementation keeps none. */
  readonly keepsLedger: boolean;
  /** This deployment's budget of POSTs in 72 hours. */
  readonly limit: number;
  /** The time of the look, by the other side's clock. */
  readonly now: number;
  /** Whether the other side accepted a registration of the number from `from` to `to`, or showed it as connected. */
  readonly proven: (phoneNumberId: string, from: number, to: number) => boolean;
}

/** An invariant, by its number in docs/reliability.md, and how it was broken. */
export interface Violation {
  readonly invariant: number;
  readonly about: string;
}

/** The one checker: compares what the other side saw with what is stored and was answered. */
export function check(evidence: Evidence): Violation[] {
  const { numbers, claims, limit, proven, keepsLedger } = evidence;
  return [
    ...numbers.flatMap((number) => {
      const posts = postsOf(evidence, number);
      return [
        ...withinBudget(posts, limit),
        ...oneAtATime(posts),
        ...(keepsLedger ? agrees(evidence, number, posts) : []),
      ];
    }),
    ...claims.flatMap((claim) => claimsOnlyWhatIsProven(claim, proven)),
  ];
}

/** What is kept of a number agrees with the POSTs that the other side saw. */
function agrees({ ledgers, attempts, now }: Evidence, number: string, posts: readonly SeenPost[]): Violation[] {
  const ledger = ledgers.get(number);
  const own = attempts.filter(({ phoneNumberId }) => phoneNumberId === number);
  return [
    ...countedInFull(posts, ledger, now),
    ...reservedFirst(posts, own),
    ...leaseEnds(number, ledger, now),
    ...own.flatMap((attempt) => hasAnEnd(attempt, ledger)),
  ];
}

const postsOf = ({ posts }: Evidence, number: string): SeenPost[] =>
  posts.filter((post) => post.phoneNumberId === number).toSorted((one, other) => one.at - other.at);

/** Never more than the budget in any 72 hours. `posts`: of one number, in order. */
function withinBudget(posts: readonly SeenPost[], limit: number): Violation[] {
  return posts.flatMap((post, position) => {
    const first = posts[position - limit];
    if (first === undefined || post.at - first.at >= WINDOW_MS) return [];
    return [{ invariant: 1, about: `${limit + 1} POSTs for ${post.phoneNumberId} within 72 hours` }];
  });
}

function countedInFull(posts: readonly SeenPost[], ledger: KeptLedger | undefined, now: number): Violation[] {
  const recent = posts.filter((post) => post.at > now - WINDOW_MS).length;
  const counted = ledger?.entries.length ?? 0;
  const [post] = posts;
  if (post === undefined || counted >= recent) return [];
  return [{ invariant: 1, about: `the ledger of ${post.phoneNumberId} counts ${counted} of ${recent} POSTs` }];
}

/** Never two POSTs of one number under way. `posts`: of one number, in order. */
function oneAtATime(posts: readonly SeenPost[]): Violation[] {
  return posts.flatMap((post, position) => {
    const before = posts[position - 1];
    if (before === undefined || (before.until ?? Number.POSITIVE_INFINITY) <= post.at) return [];
    return [{ invariant: 2, about: `two POSTs for ${post.phoneNumberId} under way at once` }];
  });
}

/** Every POST has an attempt of its own, reserved before it and not longer than a lease before it. */
function reservedFirst(posts: readonly SeenPost[], attempts: readonly KeptAttempt[]): Violation[] {
  const left = attempts.toSorted((one, other) => one.reservedAt - other.reservedAt);
  return posts.flatMap((post) => {
    const place = left.findIndex(({ attemptId, reservedAt }) =>
      post.attemptId === undefined
        ? reservedAt <= post.at && post.at < reservedAt + LEASE_MS
        : attemptId === post.attemptId,
    );
    if (place === -1) return [{ invariant: 3, about: `a POST for ${post.phoneNumberId} without a reservation` }];
    left.splice(place, 1);
    return [];
  });
}

function leaseEnds(number: string, ledger: KeptLedger | undefined, now: number): Violation[] {
  if (ledger?.lease == null || ledger.lease.takenAt <= now) return [];
  return [{ invariant: 4, about: `the lease of ${number} begins in the future` }];
}

/** An attempt is final, or there is a next look at its number. */
function hasAnEnd(attempt: KeptAttempt, ledger: KeptLedger | undefined): Violation[] {
  if (attempt.settledAt !== null || ledger?.nextLookAt != null) return [];
  return [
    { invariant: 4, about: `${attempt.attemptId} is ${attempt.status}, and its number is never looked at again` },
  ];
}

function claimsOnlyWhatIsProven(claim: Claim, proven: Evidence["proven"]): Violation[] {
  const { phoneNumberId, who, status, from, to } = claim;
  if (status !== "registered" || proven(phoneNumberId, from, to)) return [];
  return [{ invariant: 6, about: `${who} says that ${phoneNumberId} is registered, and it is not` }];
}
