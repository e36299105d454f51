import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import { CallError, type CallProblem } from "../../client/src/call-error.ts";
import type { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import type { RegistrationResult } from "../../functions/src/contract/register-phone-number.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { registerAll, type Backend, type Progress } from "./bulk-run.ts";
import type { NumberToRegister } from "./numbers-file.ts";
import { reportOf, statusOf } from "./run-report.ts";

const START = Date.parse("2026-11-28T10:00:00.000Z");
const ME = "operator";
const iso = (ms: number): string => new Date(ms).toISOString();

const attempts = { used: 1, limit: 10, remaining: 9, nextFreeAt: null, blockedUntil: null, spentElsewhere: false };
const resolution = [{ title: "First", detail: "do this." }];

const registered = (phoneNumberId: string): RegistrationResult => ({
  status: "registered",
  phoneNumberId,
  attempts,
  alreadyRegistered: false,
  pin: "in_effect",
});

type Refusal = Exclude<RegistrationResult["status"], "registered" | "awaiting_meta" | "missing_permission">;

const refused =
  (status: Refusal, retryAt: string | null = null) =>
  (phoneNumberId: string): RegistrationResult => ({
    status,
    phoneNumberId,
    attempts,
    message: `It is ${status}.`,
    resolution,
    actor: "operator",
    retryable: true,
    retryAt,
    graphError: null,
  });

const thrown = (problem: CallProblem) => (): RegistrationResult => {
  throw new CallError(problem, "Thrown.");
};

/** The document of a number whose last registration ended so. */
function documentOf(status: "registered" | "pin_mismatch" | "throttled", at: string, by = ME): PhoneNumberDocument {
  return {
    registration: { status, at, by, message: "It was refused.", retryAt: null, graphError: null },
    attempts,
    lifecycle: "action_required",
    reasons: [{ code: "pin_mismatch", message: "It was refused.", resolution, actor: "customer" }],
    updatedAt: at,
  };
}

const connected = (at: string): PhoneNumberDocument => ({
  ...documentOf("registered", at),
  meta: {
    status: "CONNECTED",
    codeVerificationStatus: "VERIFIED",
    nameStatus: null,
    newNameStatus: null,
    qualityRating: null,
    platformType: "CLOUD_API",
    displayPhoneNumber: null,
    verifiedName: null,
    isOnBusinessApp: false,
    lastOnboardedAt: null,
    observedAt: at,
  },
});

interface World {
  readonly answers?: Readonly<Record<string, readonly ((id: string) => RegistrationResult)[]>>;
  readonly documents?: Map<string, PhoneNumberDocument>;
  readonly again?: boolean;
  readonly interruptAfter?: number;
}

/** Runs the numbers of a world whose clock moves when somebody waits, and keeps what was asked. */
async function play(numbers: readonly string[], { answers = {}, documents = new Map(), ...world }: World) {
  let now = START;
  let under = 0;
  const seen = { asked: [] as { id: string; requestId: string; at: number }[], most: 0, progress: [] as Progress[] };
  const interruption = new AbortController();
  const backend: Backend = {
    uid: ME,
    read: async (id) => {
      await setImmediate();
      return documents.get(id) ?? null;
    },
    register: async ({ phoneNumberId: id = "", requestId = "" }) => {
      const turn = seen.asked.filter((one) => one.id === id).length;
      seen.asked.push({ id, requestId, at: now });
      under += 1;
      seen.most = Math.max(seen.most, under);
      await setImmediate();
      under -= 1;
      if (seen.asked.length >= (world.interruptAfter ?? Infinity)) interruption.abort();
      return (answers[id]?.[turn] ?? registered)(id);
    },
  };
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      const until = now + ms;
      await setImmediate();
      now = Math.max(now, until);
    },
  };
  const onEnd = (one: Progress): void => void seen.progress.push(one);
  const todo: NumberToRegister[] = numbers.map((phoneNumberId) => ({ phoneNumberId, pin: new Pin("918273") }));
  const run = { backend, clock, again: world.again ?? false, interrupted: interruption.signal, onEnd };
  const ends = await registerAll(run, todo);
  return { ...seen, ends };
}

const [A, B, C] = ["550000000000001", "550000000000002", "550000000000003"] as const;

describe("a run over many numbers", () => {
  it("asks for each once, a few at a time, and says how many are left", async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => String(550_000_000_000_100 + index));
    const { asked, ends, most, progress } = await play(numbers, {});
    assert.deepEqual(asked.map(({ id }) => id).toSorted(), numbers);
    assert.ok(most > 1 && most <= 3, `${most} at once`);
    assert.deepEqual(
      progress.map(({ left }) => left),
      numbers.map((_, index) => 39 - index),
    );
    assert.equal(statusOf(ends), 0);
  });

  it("passes over what Firestore shows as registered", async () => {
    const documents = new Map([[A, connected(iso(START - 86_400_000 * 9))]]);
    const { asked, ends } = await play([A, B], { documents });
    assert.deepEqual(
      asked.map(({ id }) => id),
      [B],
    );
    assert.deepEqual(ends.get(A), { kind: "done", status: "registered", already: true });
  });

  it("does not spend an attempt on what was refused within a day, unless it has been mended", async () => {
    const documents = new Map([
      [A, documentOf("pin_mismatch", iso(START - 3_600_000))],
      [B, documentOf("pin_mismatch", iso(START - 86_400_001))],
      [C, documentOf("pin_mismatch", iso(START - 3_600_000), "somebody else")],
    ]);
    const first = await play([A, B, C], { documents });
    assert.deepEqual(
      first.asked.map(({ id }) => id),
      [B, C],
    );
    assert.match(reportOf(first.ends), /pin_mismatch: Refused at 2026-11-28T09:00:00\.000Z.*\n +First: do this\./u);
    const mended = await play([A, B, C], { documents, again: true });
    assert.deepEqual(
      mended.asked.map(({ id }) => id),
      [A, B, C],
    );
  });

  it("asks again for what cost no attempt, and for what the number's reasons no longer name", async () => {
    const refusal = documentOf("pin_mismatch", iso(START - 3_600_000));
    const documents = new Map<string, PhoneNumberDocument>([
      [A, { ...refusal, attempts: { ...attempts, used: 0 } }],
      [B, { ...refusal, reasons: [] }],
    ]);
    assert.equal((await play([A, B], { documents })).asked.length, 2);
  });

  it("asks again under the id of a request that may still be under way, and under another once it has ended", async () => {
    const [one, other] = await Promise.all([play([A], {}), play([A], {})]);
    assert.equal(one.asked[0]?.requestId, other.asked[0]?.requestId);
    const documents = new Map([[A, documentOf("throttled", iso(START - 1000))]]);
    const later = await play([A], { documents });
    assert.notEqual(later.asked[0]?.requestId, one.asked[0]?.requestId);
    assert.match(later.asked[0]?.requestId ?? "", /^[\w-]{1,64}$/u);
  });

  it("makes a request again under its id where no answer came or another call kept it out, whatever time it is", async () => {
    const lost = thrown({ code: "no-answer", reason: "lost" });
    const busy = refused("in_progress", iso(START + 1_200_000));
    const { asked, ends } = await play([A], { answers: { [A]: [lost, lost, busy, lost] } });
    assert.equal(asked.length, 5);
    assert.equal(new Set(asked.map(({ requestId }) => requestId)).size, 1);
    assert.equal(ends.get(A)?.kind, "done");
  });

  it("waits until an answer allows another try, and then makes another request", async () => {
    const { asked, ends } = await play([A], { answers: { [A]: [refused("meta_unavailable", iso(START + 600_000))] } });
    assert.deepEqual(
      asked.map(({ at }) => at),
      [START, START + 600_000],
    );
    assert.notEqual(asked[0]?.requestId, asked[1]?.requestId);
    assert.equal(ends.get(A)?.kind, "done");
  });

  it("leaves what would have to wait too long, and what does not come to an end", async () => {
    const far = iso(START + 7_200_000);
    const never = Array.from({ length: 9 }, () => refused("meta_unavailable"));
    const { asked, ends } = await play([A, B], { answers: { [A]: [refused("rate_limited", far)], [B]: never } });
    assert.deepEqual(ends.get(A), { kind: "left", status: "rate_limited", retryAt: far });
    assert.equal(ends.get(B)?.kind, "left");
    assert.equal(asked.filter(({ id }) => id === B).length, 5);
    assert.match(reportOf(ends), /What is left: give the command again:\n.*rate_limited, not before 2026-11-28T12:00/u);
    assert.equal(statusOf(ends), 1);
  });

  it("stops asking for numbers of an account that Meta throttles, and goes on with those of others", async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => String(550_000_000_000_100 + index));
    const elsewhere = "550000000000900";
    const documents = new Map([
      [
        elsewhere,
        {
          lifecycle: "ready_to_register",
          reasons: [],
          wabaId: "777000000000009",
          updatedAt: iso(START),
        } satisfies PhoneNumberDocument,
      ],
    ]);
    const [first = ""] = numbers;
    const throttled = refused("throttled", iso(START + 900_000));
    const { asked, ends } = await play([...numbers, elsewhere], { answers: { [first]: [throttled] }, documents });
    const early = asked.filter(({ at }) => at < START + 900_000).map(({ id }) => id);
    assert.ok(early.length <= 4, `${early.length} were asked for`);
    assert.ok(early.includes(elsewhere));
    assert.equal(statusOf(ends), 0);
  });

  it("keeps to the longest pause that an account was given, also where a shorter one is named later", async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => String(550_000_000_000_100 + index));
    const [first = "", second = ""] = numbers;
    const answers = {
      [first]: [refused("throttled", iso(START + 900_000))],
      [second]: [refused("throttled", iso(START + 60_000))],
    };
    const { asked, ends } = await play(numbers, { answers });
    const early = asked.filter(({ at }) => at < START + 900_000);
    assert.ok(early.length <= 3, `${early.length} were asked for`);
    assert.equal(statusOf(ends), 0);
  });

  it("leaves all numbers of an account that Meta throttles for longer than a run waits", async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => String(550_000_000_000_100 + index));
    const far = iso(START + 7_200_000);
    const throttled = refused("throttled", far);
    const { asked, ends } = await play(numbers, {
      answers: Object.fromEntries(numbers.map((id) => [id, [throttled]])),
    });
    assert.ok(asked.length <= 3, `${asked.length} were asked for`);
    assert.deepEqual(
      numbers.map((id) => ends.get(id)),
      numbers.map(() => ({ kind: "left", status: "throttled", retryAt: far })),
    );
  });

  it("pauses the account's others also after the last answer of a number that it throttles", async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => String(550_000_000_000_100 + index));
    const [first = ""] = numbers;
    const never = Array.from({ length: 5 }, () => refused("throttled"));
    const { asked, ends } = await play(numbers, { answers: { [first]: never } });
    const last = asked.findLast(({ id }) => id === first)?.at ?? assert.fail("it was not asked for");
    const then = asked.filter(({ at }) => at >= last && at < last + 80_000);
    assert.ok(then.length <= 3, `${then.length} were asked for`);
    assert.equal(ends.get(first)?.kind, "left");
    assert.equal([...ends.values()].filter(({ kind }) => kind === "done").length, 39);
  });

  it("ends where every call would be refused, and says once why", async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => String(550_000_000_000_100 + index));
    const denied = thrown({ code: "permission-denied" });
    const answers = Object.fromEntries(numbers.map((id) => [id, [denied]]));
    const { asked, ends } = await play(numbers, { answers });
    assert.ok(asked.length <= 3);
    assert.equal([...ends.values()].filter(({ kind }) => kind === "left").length, 20 - asked.length);
  });

  it("goes on where a number is not managed or the backend fails for it", async () => {
    const answers = {
      [A]: [thrown({ code: "not-found" })],
      [B]: [thrown({ code: "internal", correlationId: "c-1" })],
    };
    const { ends } = await play([A, B, C], { answers });
    assert.deepEqual(
      [A, B, C].map((id) => ends.get(id)?.kind),
      ["failed", "failed", "done"],
    );
    assert.match(reportOf(ends), /correlation id c-1/u);
  });

  it("interrupted, waits for the calls under way and says what is left", async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => String(550_000_000_000_100 + index));
    const { asked, ends } = await play(numbers, { interruptAfter: 5 });
    const done = [...ends.values()].filter(({ kind }) => kind === "done").length;
    assert.equal(done, asked.length);
    assert.ok(done >= 5 && done < 10, `${done} were asked for`);
    assert.equal(ends.size, 20);
    assert.match(reportOf(ends), /What is left/u);
  });

  it("says what failed, with the first step of each, and shows no PIN", async () => {
    const answers = { [A]: [refused("pin_mismatch")], [B]: [refused("verification_required")] };
    const { ends } = await play([A, B, C], { answers });
    const report = reportOf(ends);
    assert.match(report, /3 numbers:\n/u);
    assert.match(report, new RegExp(`${A} {2}pin_mismatch: It is pin_mismatch\\.\n +First: do this\\.`, "u"));
    assert.match(report, /-- --again/u);
    assert.doesNotMatch(report, /918273/u);
  });
});
