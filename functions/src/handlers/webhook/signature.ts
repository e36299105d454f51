import { createHmac, timingSafeEqual } from "node:crypto";

/** Exactly one signature of exactly this form. Node joins doubled headers with a comma, which this does not let pass. */
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether Meta signed these bytes: `X-Hub-Signature-256` is `sha256=` and the HMAC of the raw body under the app secret
 * (Meta, Webhooks, Validating payloads). Compared in constant time. Without an app secret nothing is ever signed.
 */
export function isSigned(rawBody: Uint8Array, header: string | undefined, appSecret: string): boolean {
  const given = SIGNATURE.exec(header ?? "")?.[1];
  if (given === undefined || appSecret === "") return false;
  const right = createHmac("sha256", appSecret).update(rawBody).digest();
  return timingSafeEqual(right, Buffer.from(given, "hex"));
}

/** Whether two texts are the same, in a time that tells nothing about where they differ. Nothing is the same as an empty secret. */
export function isSecret(given: string | undefined, secret: string): boolean {
  if (given === undefined || secret === "") return false;
  const digest = (text: string): Buffer => createHmac("sha256", "comparison").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
