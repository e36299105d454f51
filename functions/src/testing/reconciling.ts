import type { AttemptEnd, Attempts, Graph, Read } from "../app/ports.ts";
import { reconcilePhoneNumbers } from "../app/reconcile-phone-numbers.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { faultyAttempts } from "./faulty-attempts.ts";
import { graphError, metaView, NUMBER, tokenFacts } from "./fixtures.ts";
import { memoryStore, type MemoryStore } from "./memory-store.ts";
import { reconcilerWorld, type ReconcilerWorld } from "./reconciler-world.ts";
import { virtualTime, type VirtualTime } from "./virtual-time.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const PENDING = metaView();
/** More numbers than are read in a moment. */
export const MANY = Array.from({ length: 30 }, (_, index) => `5500000000010${index + 10}`);

/** The world that a reconciler lives in: Meta says what `says` holds. */
export interface World {
  readonly time: VirtualTime;
  readonly store: MemoryStore;
  readonly attempts: Attempts;
  readonly reconciler: ReconcilerWorld;
  readonly says: {
    number: Read<MetaView> | ((id: string) => Read<MetaView>);
    token: Awaited<ReturnType<Graph["inspectToken"]>>;
  };
  readonly reads: string[];
  /** Lets so many minutes pass, with a run in each. */
  minutes(count: number): Promise<void>;
  run(): Promise<void>;
}

export const shows = (view: MetaView): Read<MetaView> => ({ ok: true, value: view });
export const refuses = (code: number, subcode: number | null = null): Read<never> => ({
  ok: false,
  failure: { kind: "refused", error: graphError(code, { subcode }) },
});
export const SILENT: Read<never> = {
  ok: false,
  failure: { kind: "timeout", reason: "no whole answer within the deadline" },
};

export function world(manages: (id: string) => boolean = () => true, namedIds: readonly string[] = []): World {
  const time = virtualTime();
  const store = memoryStore(() => time.now());
  const reads: string[] = [];
  const says: World["says"] = { number: shows(PENDING), token: { ok: true, value: tokenFacts() } };
  const seenNow = (read: Read<MetaView>): Read<MetaView> =>
    read.ok ? shows({ ...read.value, observedAt: new Date(time.now()).toISOString() }) : read;
  const reconciler = reconcilerWorld(store, time, {
    readNumber: async (id) => {
      reads.push(id);
      return seenNow(typeof says.number === "function" ? says.number(id) : says.number);
    },
    inspectToken: async () => says.token,
  });
  const run = () => reconcilePhoneNumbers(reconciler.ports, { namedIds, manages });
  const minutes = (count: number) =>
    time.run(async () => {
      for (let minute = 0; minute < count; minute += 1) {
        await time.sleep(MINUTE);
        await run();
      }
    });
  return {
    time,
    store,
    attempts: faultyAttempts({ store, clock: time.clock(), limit: 10 }),
    reconciler,
    says,
    reads,
    minutes,
    run,
  };
}

export const request = (attemptId = "attempt-1", forced = false) => ({
  phoneNumberId: NUMBER,
  attemptId,
  operation: "register" as const,
  by: "operator-1",
  forced,
  dataLocalizationRegion: null,
});

export const ended = (outcome: AttemptEnd["outcome"], rest: Partial<AttemptEnd> = {}): AttemptEnd => ({
  outcome,
  spent: true,
  blocked: false,
  view: null,
  lookAgainInMs: null,
  ...rest,
});

/** A number that was read before, so that it is known what it was. */
export function known({ store, time }: World, view: MetaView): void {
  store.number(NUMBER).document = changedDocument(
    {},
    { view: { ...view, observedAt: new Date(time.now() - HOUR).toISOString() } },
    0,
  );
}

export const stored = ({ store }: World) => {
  const { document, audit, ledger } = store.number(NUMBER);
  return {
    registration: document?.registration,
    lifecycle: document?.lifecycle,
    attempt: audit.get("attempt-1"),
    ledger,
    document,
  };
};

export const events = ({ reconciler }: World): string[] => reconciler.lines.map(({ event }) => event);

/** What was logged of one kind. */
export const entries = ({ reconciler }: World, kind: string): unknown[] =>
  reconciler.lines.flatMap(({ event, entry }) => (event === kind ? [entry] : []));
