import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { FUNCTION_MS } from "../contract/patience.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { RegistrationResult } from "../contract/register-phone-number.ts";
import { META_WINDOW_MS } from "../domain/attempt/attempt-window.ts";
import { Pin } from "../domain/pin.ts";
import type { CallReply } from "../domain/reply.ts";
import { anyGraphError, anyToken, anyView } from "../testing/arbitraries.ts";
import { breakableCircuit } from "../testing/breakable-circuit.ts";
import { faultyAttempts, type StoreFault } from "../testing/faulty-attempts.ts";
import { NUMBER, WABA } from "../testing/fixtures.ts";
import { memoryStore } from "../testing/memory-store.ts";
import { PROPERTY_RUNS } from "../testing/property-runs.ts";
import { recordingJournal } from "../testing/recording-journal.ts";
import { scriptedGraph, type Reaction } from "../testing/scripted-graph.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import type { Read, ReadFailure } from "./ports.ts";
import { registerPhoneNumber } from "./register-phone-number.ts";

const PIN = "046813";
const LIMIT = 3;

const reaction = <Answer>(answer: fc.Arbitrary<Answer>): fc.Arbitrary<Reaction<Answer>> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ answer, afterMs: fc.nat({ max: 25_000 }) }) },
    { weight: 2, arbitrary: fc.record({ answer }) },
    { weight: 1, arbitrary: fc.constant("hangs" as const) },
  );

const reply: fc.Arbitrary<CallReply> = fc.oneof(
  fc.constant({ kind: "accepted" as const }),
  fc.record({
    kind: fc.constant("refused" as const),
    error: anyGraphError,
    regainAccessMs: fc.option(fc.integer({ min: 1, max: 604_800_000 })),
  }),
  fc.record({ kind: fc.constant("not_sent" as const), reason: fc.string() }),
  fc.record({
    kind: fc.constant("unreadable" as const),
    reason: fc.string(),
    httpStatus: fc.option(fc.integer({ min: 200, max: 599 })),
  }),
);

const failure: fc.Arbitrary<ReadFailure> = fc.oneof(
  anyGraphError.map((error) => ({ kind: "refused" as const, error })),
  fc.record({
    kind: fc.constantFrom("unreachable" as const, "timeout" as const, "unreadable" as const),
    reason: fc.string(),
  }),
);

const readOf = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Reaction<Read<Value>>> =>
  reaction(
    fc.oneof(
      { weight: 3, arbitrary: value.map((seen): Read<Value> => ({ ok: true, value: seen })) },
      { weight: 1, arbitrary: failure.map((why): Read<Value> => ({ ok: false, failure: why })) },
    ),
  );

const trouble: fc.Arbitrary<StoreFault | undefined> = fc.option(
  fc.oneof(
    fc.constantFrom("unavailable" as const, "lost_ack" as const),
    fc.nat({ max: 8000 }).map((delayMs) => ({ delayMs })),
  ),
  { nil: undefined, freq: 3 },
);

const call = fc.record({
  afterMs: fc.oneof(fc.nat({ max: 200_000 }), fc.nat({ max: 2 * META_WINDOW_MS })),
  force: fc.boolean(),
  resetPin: fc.boolean(),
  accountIsKnown: fc.boolean(),
  reserve: trouble,
  settle: trouble,
});

const play = fc.record({
  register: fc.array(reaction(reply), { minLength: 1 }),
  setPin: fc.array(reaction(reply), { minLength: 1 }),
  readNumber: fc.array(readOf(anyView), { minLength: 1 }),
  inspectToken: fc.array(readOf(anyToken), { minLength: 1 }),
  permissions: fc.array(readOf(fc.array(fc.record({ permission: fc.string(), status: fc.string() }))), {
    minLength: 1,
  }),
});

const answers =
  <Answer>(wanted: (answer: Answer) => boolean) =>
  (one: Reaction<Answer>): boolean =>
    one !== "hangs" && "answer" in one && wanted(one.answer);
const isAccepted = answers<CallReply>(({ kind }) => kind === "accepted");
const isNotSent = answers<CallReply>(({ kind }) => kind === "not_sent");
const isConnected = answers<Read<MetaView>>((read) => read.ok && read.value.status === "CONNECTED");

const nth = <Value>(values: readonly Value[], turn: number): Value =>
  values[turn % values.length] ?? assert.fail("nothing to choose from");

it("whatever Meta answers, the reads show and the store does, no call breaks a promise", async () => {
  await fc.assert(
    fc.asyncProperty(
      play,
      fc.array(call, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (script, calls, open) => {
        const time = virtualTime();
        const store = memoryStore(() => time.now());
        const circuit = breakableCircuit(store);
        if (open) await circuit.open();
        const { journal, lines } = recordingJournal();
        const stand = scriptedGraph(time, {
          register: ({ turn }) => nth(script.register, turn),
          setPin: ({ turn }) => nth(script.setPin, turn),
          readNumber: ({ turn }) => nth(script.readNumber, turn),
          inspectToken: ({ turn }) => nth(script.inspectToken, turn),
          numbersOfWaba: () => "hangs",
          permissions: ({ turn }) => nth(script.permissions, turn),
        });
        const { graph, posts } = stand;
        const stored = store.number(NUMBER);

        const make = async (index: number, { afterMs, ...about }: (typeof calls)[number]): Promise<void> => {
          await time.sleep(afterMs);
          const startedAt = time.now();
          const attempts = faultyAttempts({ store, clock: time.clock(), limit: LIMIT, fault: (step) => about[step] });
          const ports = { graph, attempts, circuit, clock: time.clock(), journal };
          const ask = {
            attemptId: `attempt-${index}`,
            phoneNumberId: NUMBER,
            wabaId: WABA,
            customerId: null,
            accountIsKnown: about.accountIsKnown,
            pin: new Pin(PIN),
            dataLocalizationRegion: null,
            force: about.force,
            resetPin: about.resetPin,
            by: "operator-1",
          };
          const inDoubt = about.reserve === "unavailable" || about.reserve === "lost_ack";
          if (inDoubt) await assert.rejects(registerPhoneNumber(ports, ask), /store/);
          else {
            const result = RegistrationResult.parse(await registerPhoneNumber(ports, ask));
            assert.ok(!JSON.stringify(result).includes(PIN));
            if (result.status === "registered" && result.alreadyRegistered) assert.ok(!about.force);
          }
          assert.ok(time.now() - startedAt < FUNCTION_MS, `a call took ${time.now() - startedAt} ms`);
        };
        await time.run(() => Promise.all(calls.map((one, index) => make(index, one))));

        assert.ok(stand.mostInFlight() <= 1, "two POSTs under way for one number");
        const notSent = script.register.some(isNotSent);
        if (!notSent) assertNoneUncounted(posts, stored);
        for (const post of posts) {
          const window = posts.filter(({ at }) => at >= post.at && at <= post.at + META_WINDOW_MS);
          if (!notSent) assert.ok(window.length <= LIMIT, `${window.length} requests in 72 hours`);
        }
        if (stored.document?.registration?.status === "registered")
          assert.ok(
            script.register.some(isAccepted) || script.readNumber.some(isConnected),
            "registered without proof",
          );
        assert.ok(!JSON.stringify([stored, [...stored.audit], lines]).includes(PIN));
      },
    ),
    { numRuns: Math.ceil(PROPERTY_RUNS / 4) },
  );
});

/** The ledger never counts fewer than were sent. */
function assertNoneUncounted(
  posts: readonly { readonly at: number }[],
  stored: { readonly audit: ReadonlyMap<string, unknown> },
): void {
  assert.ok(stored.audit.size >= posts.length, `${posts.length} sent, ${stored.audit.size} written down`);
}
