import type { WebhookClaim, WebhookView } from "../../contract/webhook.ts";
import { isFuture } from "../believed-time.ts";
import { believedView } from "../phone-number.ts";
import type { NumberFacts } from "./number-facts.ts";

/**
 * Stored facts as far as their times can be believed: nothing that Meta says happened after it was written down, at `writtenAt` (ms
 * since the epoch). What was stored with a time of the future must not hide what is read or comes in today.
 */
export function believedFacts(facts: NumberFacts, writtenAt: number): NumberFacts {
  const { meta, webhook } = facts;
  return {
    ...facts,
    ...(meta === undefined ? {} : { meta: believedView(meta, writtenAt) }),
    ...(webhook === undefined ? {} : { webhook: believedWebhook(webhook, writtenAt) }),
  };
}

function believedWebhook(webhook: WebhookView, writtenAt: number): WebhookView {
  const { provenAt, claims } = webhook;
  const isIn = (time: string | null): boolean => time !== null && isFuture(Date.parse(time), writtenAt);
  if (!isIn(provenAt) && !Object.values(claims).some(({ at }) => isIn(at))) return webhook;
  const at = new Date(writtenAt).toISOString();
  const believed = (claim: WebhookClaim): WebhookClaim => (isIn(claim.at) ? { ...claim, at } : claim);
  return {
    provenAt: isIn(provenAt) ? null : provenAt,
    claims: Object.fromEntries(Object.entries(claims).map(([subject, claim]) => [subject, believed(claim)])),
  };
}
