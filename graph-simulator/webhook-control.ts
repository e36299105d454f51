import { z } from "zod";
import { APP_ID } from "./magic/places.ts";
import { ok, type Reply } from "./reply.ts";
import { digitsOf, type WebhookEvent } from "./webhooks/events.ts";
import { Signature } from "./webhooks/post.ts";
import type { World } from "./world.ts";

const Id = z.string().regex(/^\d{5,20}$/, "must be 5 to 20 digits");
const Ms = z.int().nonnegative();

/** What `POST webhooks/target` takes. */
export const TargetRequest = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  appId: Id.default(APP_ID),
  statusDelaysMs: z.tuple([Ms, Ms, Ms]).default([300, 600, 900]),
  retryDelaysMs: z.array(Ms).max(20).default([1000, 2000, 4000, 8000, 16_000]),
});

/** One event on request. With `phoneNumberId` the number is named in it as Meta would. */
const RequestedEvent = z.strictObject({
  field: z.string(),
  value: z.record(z.string(), z.unknown()).default({}),
  phoneNumberId: Id.optional(),
  wabaId: Id.optional(),
  /** Seconds since 1970; left out: now, by the simulator's clock. */
  time: z.int().optional(),
});

const Send = z.strictObject({
  events: z.array(RequestedEvent).min(1).max(10_000),
  signature: Signature.default("right"),
  batch: z.int().positive().default(1000),
  times: z.int().positive().max(100).default(1),
  shuffle: z.boolean().default(false),
  concurrency: z.int().positive().max(64).default(8),
});

const Handshake = z.strictObject({ verifyToken: z.string() });

/** Answers `/_simulator/webhooks…`; `null`: there is no such call. `sent`: the request's body, parsed. */
export function answerWebhooks(
  world: World,
  method: string,
  kind: string,
  sent: () => unknown,
): Reply | Promise<Reply> | null {
  const { webhooks } = world;
  switch (`${method} ${kind}`) {
    case "GET ":
      return ok({ target: webhooks.target(), deliveries: webhooks.deliveries });
    case "POST target":
      webhooks.aim(TargetRequest.parse(sent()));
      return ok({ target: webhooks.target() });
    case "DELETE target":
      webhooks.aim(null);
      return ok({ target: null });
    case "POST send":
      return withTarget(world, async () => {
        const { events, ...sending } = Send.parse(sent());
        for (const event of events) hear(world, event);
        const deliveries = await webhooks.send(
          events.map((event) => eventOf(world, event)),
          sending,
        );
        return { answers: count(deliveries.map(({ statuses }) => String(statuses.at(-1)))) };
      });
    case "POST handshake":
      return withTarget(world, () => webhooks.shakeHands(Handshake.parse(sent()).verifyToken));
    default:
      return null;
  }
}

function withTarget(world: World, work: () => Promise<unknown>): Reply | Promise<Reply> {
  const error = 'There is no webhook target: POST /_simulator/webhooks/target {"url":"…"} first.';
  return world.webhooks.target() === null ? { status: 409, body: { error, issues: [] } } : work().then(ok);
}

/** People whose messages are sent have written to the number: text may be sent to them for 24 hours. */
const Inbound = z.looseObject({ messages: z.array(z.looseObject({ from: z.string() })) });

function hear(world: World, { field, phoneNumberId, value }: z.infer<typeof RequestedEvent>): void {
  const number = world.numbers.get(phoneNumberId ?? "");
  const inbound = Inbound.safeParse(value);
  if (field !== "messages" || number === undefined || !inbound.success) return;
  for (const { from } of inbound.data.messages) {
    number.lastHeardFrom = { ...number.lastHeardFrom, [from]: world.clock.now() };
  }
}

function eventOf(world: World, event: z.infer<typeof RequestedEvent>): WebhookEvent {
  const number = event.phoneNumberId === undefined ? undefined : world.numbers.get(event.phoneNumberId);
  const wabaId = event.wabaId ?? number?.wabaId ?? [...world.wabas.keys()][0] ?? "";
  const time = event.time ?? Math.floor(world.clock.now() / 1000);
  if (number === undefined) return { wabaId, time, field: event.field, value: event.value };
  const named = { display_phone_number: digitsOf(number) };
  return event.field === "messages"
    ? {
        wabaId,
        time: null,
        field: event.field,
        value: { messaging_product: "whatsapp", metadata: { ...named, phone_number_id: number.id }, ...event.value },
      }
    : { wabaId, time, field: event.field, value: { ...named, ...event.value } };
}

/** How often each answer came. */
function count(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}
