import type { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import type { Firestore } from "../../tools/product-packages.ts";
import { check, type Evidence, type KeptAttempt } from "../checker.ts";
import { keptLedger, type KeptLedger } from "../kept-ledger.ts";

/** One call, cut off or not, of a number that no other call was about. */
export interface Trace {
  readonly phoneNumberId: string;
  readonly attemptId: string;
  /** How it was cut off, in a few words. */
  readonly how: string;
}

/** What is stored of one number, and what Meta saw and shows of it. */
export interface Aftermath {
  readonly trace: Trace;
  readonly ledger: KeptLedger;
  readonly attempts: readonly KeptAttempt[];
  /** `registration.status` of the number's document; `null`: there is none. */
  readonly status: string | null;
  readonly posts: number;
  readonly isConnected: boolean;
}

interface StoredAttempt {
  readonly status: string;
  readonly reservedAt: string;
  readonly settledAt: string | null;
}

/** Looks at everything that is known of a number. */
export async function lookAt(db: Firestore, simulator: Simulator, trace: Trace): Promise<Aftermath> {
  const { phoneNumberId } = trace;
  const number = db.collection("whatsappNumbers").doc(phoneNumberId);
  const [ledger, document, attempts] = await Promise.all([
    db.collection("whatsappLedgers").doc(phoneNumberId).get(),
    number.get(),
    number.collection("whatsappAttempts").get(),
  ]);
  const { registration } = (document.data() ?? {}) as Partial<PhoneNumberDocument>;
  return {
    trace,
    ledger: keptLedger(ledger.data()),
    attempts: attempts.docs.map((attempt) => {
      const { status, reservedAt, settledAt } = attempt.data() as StoredAttempt;
      return {
        phoneNumberId,
        attemptId: attempt.id,
        status,
        reservedAt: Date.parse(reservedAt),
        settledAt: settledAt === null ? null : Date.parse(settledAt),
      };
    }),
    status: registration?.status ?? null,
    posts: simulator.requests({ phoneNumberId, method: "POST", endpoint: "register" }).length,
    isConnected: simulator.state.numbers.get(phoneNumberId)?.status === "CONNECTED",
  };
}

/** What the battery's checker says to it; `now`: of the look. */
export function complaints(found: Aftermath, simulator: Simulator, now: number): string[] {
  const { trace, ledger, attempts, status } = found;
  const { phoneNumberId, attemptId, how } = trace;
  const posts = simulator.requests({ phoneNumberId, method: "POST", endpoint: "register" });
  const evidence: Evidence = {
    numbers: [phoneNumberId],
    posts: posts.map(({ receivedAt, finishedAt }) => ({
      phoneNumberId,
      at: Date.parse(receivedAt),
      until: finishedAt === null ? null : Date.parse(finishedAt),
      attemptId,
    })),
    attempts,
    ledgers: new Map([[phoneNumberId, ledger]]),
    claims: [{ phoneNumberId, who: `whatsappNumbers/${phoneNumberId}`, status: status ?? "", from: now, to: now }],
    keepsLedger: true,
    limit: 10,
    now,
    proven: () => found.isConnected,
  };
  return check(evidence).map(({ invariant, about }) => `${how}: ${about} (invariant ${invariant})`);
}

/** What must hold besides after a look at a number whose lease is over. `isLate`: as late as that everything is settled. */
export function complaintsAfterLook(
  { trace, ledger, attempts, status, isConnected: connected }: Aftermath,
  isLate: boolean,
): string[] {
  const wrong = [
    ...(ledger.lease === null ? [] : ["its lease is still there after it ended"]),
    ...(status === "in_progress" ? ["its document still says in_progress"] : []),
    ...(status !== "registered" && connected && attempts.length > 0
      ? [`Meta shows it as connected, its document says ${status}`]
      : []),
    ...attempts.flatMap((attempt) => {
      if (attempt.settledAt !== null)
        return attempt.status === "in_progress" ? ["an attempt ended as in_progress"] : [];
      if (isLate) return [`its attempt is ${attempt.status} for ever`];
      return attempt.status === "outcome_unknown" && ledger.nextLookAt !== null
        ? []
        : [`its attempt is ${attempt.status}`];
    }),
  ];
  return wrong.map((what) => `${trace.how}: ${trace.phoneNumberId}: ${what}`);
}
