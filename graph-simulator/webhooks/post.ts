import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { z } from "zod";
import { metaJson } from "../meta-json.ts";
import type { WebhookEvent } from "./events.ts";

/** How a delivery is signed: as Meta does, or in one of the ways that must be refused. */
export const Signature = z.enum(["right", "forged", "missing", "short", "doubled"]);
export type Signature = z.infer<typeof Signature>;

const PATIENCE_MS = 20_000;

/** A delivery's bytes, escaped as Meta writes JSON: each change in an entry of its own, as Meta batches them. */
export function bodyOf(events: readonly WebhookEvent[]): string {
  const entry = events.map(({ wabaId, time, field, value, partner }) => ({
    id: partner?.businessId ?? wabaId,
    ...(time === null ? {} : { time }),
    changes: [{ value, field }],
  }));
  return metaJson({ object: "whatsapp_business_account", entry });
}

/** The header of a body, or headers: Node sends a list as often as it is long. */
function signatureHeader(body: string, secret: string, how: Signature): Record<string, string | string[]> {
  const sign = (key: string): string => `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
  const name = "x-hub-signature-256";
  switch (how) {
    case "missing":
      return {};
    case "forged":
      return { [name]: sign(`${secret}, guessed`) };
    case "short":
      return { [name]: sign(secret).slice(0, -8) };
    case "doubled":
      return { [name]: [sign(secret), sign(secret)] };
    default:
      return { [name]: sign(secret) };
  }
}

/** Posts one delivery. The status that came back; `null`: none did. */
export function post(
  url: string,
  events: readonly WebhookEvent[],
  secret: string,
  how: Signature,
): Promise<number | null> {
  const body = bodyOf(events);
  const headers = {
    "content-type": "application/json",
    "user-agent": "facebookexternalua",
    ...signatureHeader(body, secret, how),
  };
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const sent = send(url, { method: "POST", headers, signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      response.resume().once("close", () => resolve(response.statusCode ?? null));
    });
    sent.once("error", () => resolve(null)).end(body);
  });
}
