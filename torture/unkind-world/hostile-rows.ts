import { TEST_MESSAGE_MARK } from "../../functions/src/domain/test-message.ts";
import { quality, status, type SentChange } from "../../functions/src/testing/webhook-payloads.ts";
import type { Firestore } from "../../tools/product-packages.ts";
import { counted, type Harm, type Row } from "./row.ts";
import { deliver, delivery, digitsAt } from "./webhook.ts";
import type { World } from "./world.ts";

const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
const HALF_A_PAIR = "half a pair \uD83D";
const HOSTILE_IDS: readonly string[] = [".", "..", "__x__", "a/b", "x".repeat(2000), HALF_A_PAIR];
/** An instance that answers nothing for longer than this is given up by its callers. */
const BLOCKED_MS = 2000;

/** Changes in one entry, which counts as well. */
const LARGEST_TAKEN = 4999;

const mark = { biz_opaque_callback_data: TEST_MESSAGE_MARK };

const signed = (world: World, changes: readonly SentChange[]): Buffer =>
  delivery(changes, world.config.wabaId, world.clock.now());

/** Delivers a hostile change, and in the same delivery an honest event. Answers how often that was not taken, or the event was not. */
async function beside(world: World, hostile: readonly ((id: string) => SentChange)[]): Promise<Harm> {
  let done = 0;
  for (const change of hostile) {
    const id = await world.known(CONNECTED);
    const honest = quality(digitsAt(world, id), "FLAGGED");
    const answer = await deliver(world, signed(world, [change(id), honest]));
    const isTold = world.stored(id)?.webhook?.claims["quality"]?.word === "FLAGGED";
    done += counted(answer !== 200 || !isTold);
  }
  return { done };
}

/** The naive way stores what comes as it comes, and fails with what Firestore refuses: Meta sends that again for days. */
async function notStored(db: Firestore, told: readonly (readonly [id: string, text: string])[]): Promise<number> {
  const messages = db.collection("naiveNumbers").doc("568000000000000").collection("messages");
  const ended = await Promise.allSettled(told.map(async ([id, text]) => messages.doc(id).set({ text })));
  return ended.filter(({ status: end }) => end === "rejected").length;
}

const messageIds: Row = {
  name: "signed deliveries with a hostile message id that are sent again for days, or lose what stands beside it",
  defect: {
    title: "Meta's id of a message is the id of its document",
    file: "firestore/message-document-id.ts",
    find: 'return createHash("sha256").update("message\\0").update(messageId).digest("hex").slice(0, 40);',
    put: "return messageId;",
  },
  ours: (world) =>
    beside(
      world,
      HOSTILE_IDS.map((messageId) => (id) => status(id, messageId, "delivered", mark)),
    ),
  naive: ({ store }) =>
    notStored(
      store.db,
      HOSTILE_IDS.map((messageId) => [messageId, "delivered"] as const),
    ),
};

const numberIds: Row = {
  name: "signed deliveries with a hostile id of a number or an account that are sent again for days, or lose what stands beside it",
  defect: {
    title: "whatever stands where Meta's ids stand is an id",
    file: "domain/json.ts",
    find: "id !== null && GRAPH_ID.test(id) ? id : null",
    put: "id",
  },
  ours: (world) =>
    beside(
      world,
      HOSTILE_IDS.flatMap((hostile) => [
        () => status(hostile, "wamid.invented", "delivered", mark),
        () => ({ field: "account_update", value: { event: "PARTNER_ADDED", waba_info: { waba_id: hostile } } }),
      ]),
    ),
};

const halfPairs: Row = {
  name: "signed deliveries with half a surrogate pair that are sent again for days, or lose what stands beside it",
  defect: {
    title: "texts are kept as they come",
    file: "domain/json.ts",
    find: "return text.slice(0, longest).toWellFormed();",
    put: "return text.slice(0, longest);",
  },
  ours: (world) =>
    beside(world, [
      (id) => ({
        field: "phone_number_name_update",
        value: {
          display_phone_number: digitsAt(world, id),
          decision: "APPROVED",
          requested_verified_name: HALF_A_PAIR,
        },
      }),
    ]),
  naive: ({ store }) => notStored(store.db, [["a name", HALF_A_PAIR]]),
};

/** The longest that the event loop did nothing else, in ms of the processor's time, while something was done. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const spent = (): number => process.threadCpuUsage().user / 1000;
  let longest = 0;
  let last = spent();
  const look = (): void => {
    const now = spent();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const tick = setInterval(look, 5);
  await work();
  clearInterval(tick);
  look();
  return longest;
}

/** One entry with so many changes, each about every number of the account. */
function ofMany({ config, clock }: World, count: number): Buffer {
  const changes = Array.from({ length: count }, (_, place) => ({ field: "security", value: { event: `E${place}` } }));
  const entry = [{ id: config.wabaId, time: Math.floor(clock.now() / 1000), changes }];
  return Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
}

const manyChanges: Row = {
  name: "signed deliveries of 40,000 changes that are worked off, or that take the processor for more than two seconds",
  defect: {
    title: "a delivery holds as many changes as it likes",
    file: "handlers/webhook/delivery.ts",
    find: "const MOST_CHANGES = 5000;",
    put: "const MOST_CHANGES = 5_000_000;",
  },
  ours: async (world) => {
    const id = await world.known(CONNECTED);
    const events = (): number => world.store.documents.inside(`whatsappNumbers/${id}/whatsappEvents`).length;
    const blockedByMost = await longestBlock(() => deliver(world, ofMany(world, LARGEST_TAKEN)));
    const taken = events();
    const blocked = await longestBlock(() => deliver(world, ofMany(world, 40_000)));
    return {
      done: counted(events() !== taken, blocked > BLOCKED_MS, blockedByMost > BLOCKED_MS),
      vain: taken === LARGEST_TAKEN ? undefined : `of ${LARGEST_TAKEN} events ${taken} are stored`,
    };
  },
};

const manyTimes: Row = {
  name: "signed deliveries of 150,000 times that are sent again for days, or lose what stands beside them",
  defect: {
    title: "times are the arguments of one call",
    file: "domain/webhook/webhook-meaning.ts",
    find: "for (const time of times) if (time > latest && !isFuture(time, now)) latest = time;",
    put: "latest = Math.max(latest, ...times.filter((time) => !isFuture(time, now)));",
  },
  ours: (world) => {
    const timestamp = String(Math.floor(world.clock.now() / 1000));
    const messages = Array.from({ length: 150_000 }, () => ({ timestamp }));
    return beside(world, [(id) => ({ field: "messages", value: { metadata: { phone_number_id: id }, messages } })]);
  },
};

/** Bodies that Meta has signed, and that are hostile all the same. */
export const HOSTILE_ROWS: readonly Row[] = [messageIds, numberIds, halfPairs, manyChanges, manyTimes];
