import { LARGEST_DELIVERY_BYTES } from "../../body-limits.ts";
import type { WebhookChange } from "../../domain/webhook/webhook-change.ts";
import { webhookFailed, webhookRefused, webhookSkipped, webhookUnusable } from "../../journal/notice-journal.ts";
import { parseDelivery } from "./delivery.ts";
import { isSecret, isSigned } from "./signature.ts";

/** A request to the webhook, as it came in. */
export interface WebhookRequest {
  readonly method: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** `X-Hub-Signature-256`, as Node joins it where it was sent more than once. */
  readonly signature: string | undefined;
  readonly rawBody: Uint8Array | undefined;
}

export interface WebhookReply {
  readonly status: 200 | 401 | 403 | 405 | 413 | 503;
  /** Plain text. */
  readonly body: string;
}

/** What answering a request needs. `take` rejects when something could not be stored. */
export interface WebhookSetup {
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly take: (changes: readonly WebhookChange[]) => Promise<void>;
}

/**
 * Answers Meta: 200 for what is stored or can never be used, 401 for what Meta did not sign, 503 for what Meta is to send again.
 * Nothing is parsed, read or written before the signature is found right.
 */
export async function replyToWebhook(request: WebhookRequest, setUp: () => WebhookSetup): Promise<WebhookReply> {
  try {
    if (request.method === "GET") return shakeHands(request, setUp());
    if (request.method === "POST") return await takeIn(request.rawBody ?? new Uint8Array(), request.signature, setUp);
    return { status: 405, body: "Only GET and POST.\n" };
  } catch (error) {
    webhookFailed({ error });
    return { status: 503, body: "Not stored; send it again.\n" };
  }
}

async function takeIn(
  rawBody: Uint8Array,
  signature: string | undefined,
  setUp: () => WebhookSetup,
): Promise<WebhookReply> {
  if (rawBody.length > LARGEST_DELIVERY_BYTES) return refuse(413, "too large");
  const setup = setUp();
  if (!isSigned(rawBody, signature, setup.appSecret)) return refuse(401, "not signed");
  const delivery = parseDelivery(rawBody);
  if (!delivery.ok) {
    webhookUnusable({ problem: delivery.problem, bytes: rawBody.length });
    return { status: 200, body: "Not understood.\n" };
  }
  if (delivery.skipped > 0) webhookSkipped({ skipped: delivery.skipped });
  await setup.take(delivery.changes);
  return { status: 200, body: "Stored.\n" };
}

/** The handshake by which Meta learns that this address is ours (Meta, Webhooks, Verification requests). */
function shakeHands({ query }: WebhookRequest, { verifyToken, appSecret }: WebhookSetup): WebhookReply {
  const { "hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge } = query;
  const knows = isSecret(typeof token === "string" ? token : undefined, verifyToken);
  if (mode !== "subscribe" || !knows || appSecret === "" || typeof challenge !== "string")
    return refuse(403, "handshake");
  return { status: 200, body: challenge };
}

function refuse(status: 401 | 403 | 413, reason: string): WebhookReply {
  webhookRefused({ reason });
  return { status, body: "Refused.\n" };
}
