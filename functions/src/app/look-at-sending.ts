import type { SendingVerdict } from "../contract/diagnose-access.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { withoutSource } from "../domain/diagnosis/absence.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import { checked } from "../domain/diagnosis/check.ts";
import { CHECKS } from "../domain/diagnosis/checks.ts";
import type { DiagnosisFacts, Fact } from "../domain/diagnosis/facts.ts";
import { sendingOf } from "../domain/diagnosis/sending-verdict.ts";
import type { NumberFacts } from "../domain/lifecycle/number-facts.ts";
import { saysNotRegistered } from "../domain/number-status.ts";
import type { SendingSource } from "./ports.ts";

/** How long one read may take. All run side by side. */
const READ_MS = 8000;

/** What is read of an account: the same for all its numbers. */
type OfAccount = Pick<DiagnosisFacts, "waba" | "payment" | "subscribed">;

/** A number that was read just now, and what is known besides. `known`: what is stored of it. */
export interface SendingSubject {
  readonly phoneNumberId: string;
  readonly view: MetaView;
  readonly known: NumberFacts;
  readonly token: Fact<TokenFacts>;
}

/** Finds out whether messages from a number arrive. */
export type SendingLook = (subject: SendingSubject) => Promise<SendingVerdict>;

const NOT_ASKED = withoutSource("A look at a number does not ask for this.");

/**
 * Looks by the very checks that a diagnosis makes, with fewer reads: an account is asked about once, however many of its numbers are
 * looked at. A number that Meta shows as not registered sends nothing, so nothing more is read of it.
 */
export function sendingLooks(source: SendingSource, now: number): SendingLook {
  const accounts = new Map<string, Promise<OfAccount>>();
  return async ({ phoneNumberId, view, known, token }) => {
    if (saysNotRegistered(view)) return "blocked";
    const { configured, expectedAppId, graphVersion, ownWebhook } = source;
    const wabaId = known.wabaId ?? configured.wabaId;
    const account = accounts.get(wabaId) ?? readAccount(source, wabaId);
    accounts.set(wabaId, account);
    const [ofNumber, ofAccount] = await Promise.all([readNumber(source, phoneNumberId), account]);
    const facts: DiagnosisFacts = {
      ...ofNumber,
      ...ofAccount,
      token,
      number: { ok: true, value: view },
      lastEvent: { ok: true, value: known.webhook?.provenAt ?? null },
      reach: NOT_ASKED,
      appSubscription: NOT_ASKED,
      grants: NOT_ASKED,
      wabaNumbers: NOT_ASKED,
      assigned: NOT_ASKED,
      pinEnabled: NOT_ASKED,
      throughput: NOT_ASKED,
      budget: NOT_ASKED,
      lastRegistration: NOT_ASKED,
    };
    const about = {
      phoneNumberId,
      wabaId,
      accountIsKnown: known.wabaId != null || phoneNumberId === configured.phoneNumberId,
      expectedAppId,
      graphVersion,
      ownWebhook,
      businessId: null,
      provesAppSecret: false,
      now,
    };
    return sendingOf(CHECKS.map((check) => checked(check, check.judge(facts, about)))).verdict;
  };
}

async function readAccount({ graph }: SendingSource, wabaId: string): Promise<OfAccount> {
  const [waba, payment, subscribed] = await Promise.all([
    graph.readWaba(wabaId, READ_MS),
    graph.hasPaymentMethod(wabaId, READ_MS),
    graph.subscribedApps(wabaId, READ_MS),
  ]);
  return { waba, payment, subscribed };
}

async function readNumber(
  { graph }: SendingSource,
  phoneNumberId: string,
): Promise<Pick<DiagnosisFacts, "accountMode" | "health" | "messagingLimit" | "webhook">> {
  const [accountMode, health, messagingLimit, webhook] = await Promise.all([
    graph.accountMode(phoneNumberId, READ_MS),
    graph.messagingHealth(phoneNumberId, READ_MS),
    graph.messagingLimit(phoneNumberId, READ_MS),
    graph.webhookAddresses(phoneNumberId, READ_MS),
  ]);
  return { accountMode, health, messagingLimit, webhook };
}
