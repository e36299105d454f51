import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { POST_BY_MS, POST_MS } from "../contract/patience.ts";
import { ADDITION_ADVICE } from "../domain/advice/addition-advice.ts";
import { forCustomers } from "../domain/advice/for-customers.ts";
import { clockAt } from "../testing/clocks-by-hand.ts";
import { graphError, NUMBER, WABA } from "../testing/fixtures.ts";
import type { AccountAsk, AccountLeases } from "./account-ports.ts";
import { leasedAccountCall, postOfAccount, type AccountPlan } from "./leased-account-call.ts";
import type { CallJournal } from "./ports.ts";

const ASK = { wabaId: WABA, customerId: "a-customer", businessId: null, attemptId: "call-1", by: "uid-1" };
const ABOUT = { call: "add_number", wabaId: WABA, attemptId: "call-1" } as const;
const ADDED = { status: "added", phoneNumberId: NUMBER } as const;
const TOLD = { phoneNumberId: NUMBER, graphError: null, message: "Nothing was left to do." };
const SENDING = { changes: ["create_number"], replacedUrl: null } as const;

interface Outcome {
  readonly status: "added" | "in_progress";
  readonly phoneNumberId?: string;
  readonly retryAfterMs?: number | null;
}

/** A call whose lease is granted unless said otherwise; what its leases and its journal were told. */
function call(leases: Partial<AccountLeases> = {}, plan: Partial<AccountPlan<Outcome>> = {}, ask: AccountAsk = ASK) {
  const lines: unknown[] = [];
  const ends: unknown[] = [];
  const journal = new Proxy(
    {},
    { get: (_, event) => (entry: unknown) => void lines.push([String(event), entry]) },
  ) as CallJournal;
  const whole: AccountLeases = {
    take: async () => ({ granted: true, openSince: null, now: 1000 }),
    sending: async () => true,
    end: async (request, end, record) => {
      ends.push([request, end, record]);
      return 2000;
    },
    ...leases,
  };
  const clock = clockAt(() => 0);
  const answer = leasedAccountCall<Outcome>({ leases: whole, clock, journal }, ask, {
    call: "add_number",
    digits: "15550100001",
    callbackUrl: null,
    inProgress: (retryAfterMs) => ({ status: "in_progress", retryAfterMs }),
    work: async ({ sends }) => {
      await sends(SENDING);
      return { outcome: ADDED, open: "no", added: null };
    },
    noted: () => TOLD.message,
    ...plan,
  });
  return { answer, lines, ends };
}

const REQUEST = {
  wabaId: WABA,
  customerId: "a-customer",
  attemptId: "call-1",
  by: "uid-1",
  call: "add_number",
  digits: "15550100001",
  callbackUrl: null,
};

describe("a call about an account", () => {
  it("says how long another one holds the lease, and writes nothing down", async () => {
    const { answer, lines, ends } = call({ take: async () => ({ granted: false, until: 61_000, now: 1000 }) });
    assert.deepEqual(await answer, { outcome: { status: "in_progress", retryAfterMs: 60_000 }, now: 1000 });
    assert.deepEqual(lines, [["callWithheld", { call: "add_number", wabaId: WABA, status: "in_progress" }]]);
    assert.deepEqual(ends, []);
  });

  it("writes down what it sent and what came of it, and answers Firestore's time", async () => {
    const { answer, lines, ends } = call();
    assert.deepEqual(await answer, { outcome: ADDED, now: 2000 });
    assert.deepEqual(ends, [[REQUEST, { open: "no", added: null }, { ...SENDING, ...TOLD, status: "added" }]]);
    const { message: _, ...facts } = TOLD;
    assert.deepEqual(lines, [["callEnded", { ...ABOUT, status: "added", ...facts }]]);
  });

  it("writes down of a failure what its caller is told, and with what Meta refused", async () => {
    const error = graphError(200);
    const outcome = {
      status: "in_progress",
      advice: ADDITION_ADVICE.throttled,
      graphError: error,
      retryAfterMs: null,
    } as const;
    const { answer, ends, lines } = call({}, { work: async () => ({ outcome, open: "no", added: null }) });
    await answer;
    const { message } = outcome.advice;
    const facts = { status: "in_progress", phoneNumberId: null, graphError: error };
    assert.deepEqual(ends, [
      [REQUEST, { open: "no", added: null }, { changes: [], replacedUrl: null, ...facts, message }],
    ]);
    assert.deepEqual(lines, [["callEnded", { ...ABOUT, ...facts }]]);
    const quiet = call({}, { noted: () => null });
    await quiet.answer;
    assert.partialDeepStrictEqual(quiet.ends, [[REQUEST, {}, { message: null }]]);
  });

  it("says of a failure what its caller can do: an operator something else than a customer's member", async () => {
    const outcome = { status: "added", advice: ADDITION_ADVICE.invalid_token, graphError: null } as const;
    const work = async () => ({ outcome, open: "no", added: null }) as const;
    const toldTo = async (customerId: string | null) => {
      const { outcome: told } = await call({}, { work }, { ...ASK, customerId }).answer;
      return "advice" in told ? told.advice : null;
    };
    assert.equal(await toldTo(null), outcome.advice);
    assert.deepEqual(await toldTo("a-customer"), forCustomers(outcome.advice));
    assert.notDeepEqual(await toldTo("a-customer"), outcome.advice);
  });

  it("that sent nothing says so", async () => {
    const work = async () => ({ outcome: ADDED, open: "no", added: null }) as const;
    const { answer, ends } = call({}, { work });
    await answer;
    assert.deepEqual(ends, [
      [REQUEST, { open: "no", added: null }, { changes: [], replacedUrl: null, ...TOLD, status: "added" }],
    ]);
  });

  it("has sent nothing where another one has taken the lease over meanwhile, and says so", async () => {
    const told: unknown[] = [];
    const work: AccountPlan<Outcome>["work"] = async ({ sends }) => {
      told.push(await sends(SENDING));
      return { outcome: ADDED, open: "still", added: null };
    };
    const { answer, ends } = call({ sending: async () => false }, { work });
    await answer;
    assert.deepEqual(told, [{ status: "meta_unavailable", retryAfterMs: null }]);
    assert.deepEqual(ends, [
      [REQUEST, { open: "still", added: null }, { changes: [], replacedUrl: null, ...TOLD, status: "added" }],
    ]);
  });

  it("tells its caller the truth where the end cannot be written down", async () => {
    const error = new Error("Firestore is down");
    const { answer, lines } = call({ end: () => Promise.reject(error) });
    assert.deepEqual(await answer, { outcome: ADDED, now: 1000 });
    assert.deepEqual(lines, [
      ["callUnrecorded", { ...ABOUT, phoneNumberId: TOLD.phoneNumberId, status: "added", error }],
    ]);
  });

  it("may send nothing where that cannot be written down first, and says so in the log", async () => {
    const error = new Error("Firestore is down");
    const told: unknown[] = [];
    const work: AccountPlan<Outcome>["work"] = async ({ sends }) => {
      told.push(await sends(SENDING));
      return { outcome: ADDED, open: "no", added: null };
    };
    const { answer, lines } = call({ sending: () => Promise.reject(error) }, { work });
    await answer;
    assert.deepEqual(told, [{ status: "meta_unavailable", retryAfterMs: null }]);
    assert.deepEqual(lines[0], ["callUnrecorded", { ...ABOUT, status: "meta_unavailable", error }]);
  });

  for (const [when, sent, open] of [
    ["before it sent", false, "still"],
    ["after it may have sent", true, "now"],
  ] as const) {
    it(`that breaks off ${when} gives the lease back, and leaves the outcome open as it is`, async () => {
      const work: AccountPlan<Outcome>["work"] = async ({ sends }) => {
        if (sent) await sends(SENDING);
        throw new Error("a defect");
      };
      const { answer, ends } = call({}, { work });
      await assert.rejects(answer, /a defect/);
      assert.deepEqual(ends, [[REQUEST, { open, added: null }, null]]);
    });
  }
});

describe("a POST about an account", () => {
  const post = async (spentMs: number, send?: (deadlineMs: number) => Promise<{ readonly kind: "accepted" }>) => {
    const lines: unknown[] = [];
    const deadlines: number[] = [];
    const journal = new Proxy(
      {},
      { get: (_, event) => (entry: unknown) => void lines.push([String(event), entry]) },
    ) as CallJournal;
    const reply = await postOfAccount(
      { journal },
      ABOUT,
      () => spentMs,
      async (deadlineMs) => {
        deadlines.push(deadlineMs);
        return send === undefined ? { kind: "accepted" } : send(deadlineMs);
      },
    );
    return { reply, lines, deadlines };
  };

  it("goes out until the last moment that leaves it its whole time, and not later", async () => {
    const last = await post(POST_BY_MS);
    assert.deepEqual([last.reply.kind, last.deadlines, last.lines], ["accepted", [POST_MS], [["callSent", ABOUT]]]);
    const late = await post(POST_BY_MS + 1);
    assert.deepEqual([late.reply, late.deadlines, late.lines], [{ kind: "not_sent", reason: "too late" }, [], []]);
  });

  it("that ends by a defect of our own may have been sent, and says so", async () => {
    const error = new Error("a defect");
    const { reply, lines } = await post(0, () => Promise.reject(error));
    assert.deepEqual(reply, { kind: "unreadable", reason: "a defect of our own", httpStatus: null });
    assert.deepEqual(lines.at(-1), ["judgementFailed", { ...ABOUT, error }]);
  });
});
