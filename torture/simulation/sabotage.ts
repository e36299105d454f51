import type { Defect } from "../planted-defect.ts";

/** A defect that the simulation must find. */
export interface Sabotage extends Defect {
  /** Whether the first seeds find it. */
  readonly quick?: true;
  /** Whether only months find it in which customers have accounts of their own. */
  readonly amongCustomers?: true;
}

/** Each must be found: a battery that finds nothing proves nothing. */
export const SABOTAGE: readonly Sabotage[] = [
  {
    title: "the window is an hour too short",
    file: "domain/attempt/attempt-window.ts",
    find: "META_WINDOW_MS + LEASE_MS + 180_000",
    put: "META_WINDOW_MS - 3_600_000",
  },
  {
    title: "an attempt that was sent is given back",
    file: "domain/attempt/attempt-window.ts",
    find: 'withEnd(spending.entries, attemptId, end.open ?? "final")\n    : spending.entries',
    put: "spending.entries.filter((entry) => entry.attemptId !== attemptId)\n    : spending.entries",
    quick: true,
  },
  {
    title: "nobody minds the lease",
    file: "domain/attempt/attempt-window.ts",
    find: "return until > now ? { attemptId: ledger.lease.attemptId, until } : null;",
    put: "return until < 0 ? { attemptId: ledger.lease.attemptId, until } : null;",
  },
  {
    title: "the lease ends after ten seconds",
    file: "domain/attempt/attempt-window.ts",
    find: "LEASE_MS = 120_000",
    put: "LEASE_MS = 10_000",
  },
  {
    title: "a block of Meta's is not remembered",
    file: "domain/attempt/attempt-window.ts",
    find: "end.blocked ? now + WINDOW_MS : spending.blockedUntil",
    put: "spending.blockedUntil",
    quick: true,
  },
  {
    title: "a reservation is not known again after a lost acknowledgement",
    file: "domain/attempt/attempt-window.ts",
    find: "if (spending.entries.some((entry) => entry.attemptId === attemptId)) return",
    put: "if (spending.entries.length < 0) return",
  },
  {
    title: "a look that was due is forgotten over another attempt",
    file: "domain/attempt/attempt-window.ts",
    find: "(due ?? null)",
    put: "null",
  },
  {
    title: "documents are written whether or not they changed meanwhile",
    file: "firestore/revise.ts",
    find: "batch.update(snapshot.ref, document, { lastUpdateTime: snapshot.updateTime })",
    put: "batch.update(snapshot.ref, document)",
    quick: true,
  },
  {
    title: "a ledger goes on saying that nothing is open after an attempt has begun",
    file: "firestore/ledger-document.ts",
    find: "{ ...ledgerDocument(ledger), isSettled: false }",
    put: "ledgerDocument(ledger)",
    quick: true,
  },
  {
    title: "an attempt that lost its lease still speaks for the number",
    file: "domain/lifecycle/attempt-settled.ts",
    find: "before.lease?.attemptId === attemptId",
    put: "attemptId !== ''",
  },
  {
    title: "an instance that was frozen posts all the same",
    file: "contract/patience.ts",
    find: "POST_BY_MS = 25_000",
    put: "POST_BY_MS = 25_000_000",
  },
  {
    title: "a reservation in doubt is taken for granted",
    file: "firestore/revise.ts",
    find: "written ? await within(endsAt, batch.commit()) : []",
    put: "written ? await within(endsAt, batch.commit()).catch(() => []) : []",
  },
  {
    title: "an unreadable answer is posted again",
    file: "app/attempt.ts",
    find: "send: plan.send,",
    put: `send: async (ms) => {
      const reply = await plan.send(ms);
      return reply.kind === "unreadable" ? plan.send(ms) : reply;
    },`,
    quick: true,
  },
  {
    title: "an unreadable answer is taken for success",
    file: "app/attempt.ts",
    find: "if (view !== null && plan.proves(reads.view, view)) return",
    put: "if (view === null || view !== null) return",
  },
  {
    title: "what Meta accepted is called registered without reading it",
    file: "app/attempt.ts",
    find: "if (view !== null && plan.shows(view)) return",
    put: "if (view === null || view !== null) return",
    quick: true,
  },
  {
    title: "registering again posts while the outcome of the last call is open",
    file: "app/attempt.ts",
    find: "if (earlier !== null && !plan.force &&",
    put: "if (earlier !== null && earlier.reservedAt < 0 &&",
  },
  {
    title: "nothing is open after an instance died at its POST",
    file: "domain/attempt/open-attempt.ts",
    find: 'entry.end !== "final" && entry.attemptId',
    put: 'entry.end !== "final" && entry.end !== undefined && entry.attemptId',
  },
  {
    title: "nothing is open after a fault of Meta's",
    file: "domain/attempt/open-attempt.ts",
    find: 'entry.end !== "final" && entry.attemptId',
    put: 'entry.end !== "final" && entry.end !== "meta_unavailable" && entry.attemptId',
  },
  {
    title: "nothing is open after Meta accepted",
    file: "app/attempt.ts",
    find: 'return open({ status: "awaiting_meta" }',
    put: 'return spent({ status: "awaiting_meta" }',
  },
  {
    title: "nobody minds the open circuit",
    file: "app/attempt.ts",
    find: "(isOpen && !isProven ?",
    put: "(isOpen && now < 0 ?",
  },
  {
    title: "attempts of unknown end are not looked at",
    file: "domain/lifecycle/look.ts",
    find: "const verdicts = ended.flatMap(",
    put: "const verdicts = ended.slice(0, 0).flatMap(",
    quick: true,
  },
  {
    title: "a request is begun again while it is under way",
    file: "domain/request-record.ts",
    find: 'return until > now ? { kind: "running", until }',
    put: 'return until < 0 ? { kind: "running", until }',
  },
  {
    title: "the POST of a request is not noted",
    file: "domain/request-record.ts",
    find: "{ ...known, sentAt: now }",
    put: "known",
    quick: true,
  },
  {
    title: "the answer of a request is not kept",
    file: "domain/request-record.ts",
    find: "{ ...known, run: null, answer }",
    put: "{ ...known, run: null, sentAt: null, answer: null }",
    quick: true,
  },
  {
    title: "one pause holds the numbers of all accounts",
    file: "firestore/reconciler-memory.ts",
    find: "reconcilerMemoryRef(db, fingerprint(token))",
    put: 'reconcilerMemoryRef(db, fingerprint(token === "" ? "" : "all"))',
    amongCustomers: true,
    quick: true,
  },
  {
    title: "one circuit breaker for the tokens of all accounts",
    file: "firestore/token-circuit.ts",
    find: "tokenCircuitRef(db, fingerprint(token))",
    put: 'tokenCircuitRef(db, fingerprint(token === "" ? "" : "all"))',
    amongCustomers: true,
    quick: true,
  },
  {
    title: "a customer's number is registered with the deployment's own token",
    file: "handlers/managed-number.ts",
    find: "const { wabaId, customerId } = home;",
    put: "const { wabaId, customerId } = own;",
    amongCustomers: true,
    quick: true,
  },
  {
    title: "a customer's number is read with the token of another customer",
    file: "app/reconcile-accounts.ts",
    find: "customers.get(home.wabaId)",
    put: "[...customers.values()][0]",
    amongCustomers: true,
    quick: true,
  },
  {
    title: "a run looks at the numbers of one customer, the longest overdue",
    file: "app/reconcile-accounts.ts",
    find: "await inTurns(ACCOUNTS_AT_ONCE, sorted.customers,",
    put: "await inTurns(ACCOUNTS_AT_ONCE, sorted.customers.slice(0, 1),",
    amongCustomers: true,
    quick: true,
  },
];
