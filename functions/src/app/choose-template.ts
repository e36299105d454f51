import { READS_MS } from "../contract/patience.ts";
import { TEMPLATES_UNREAD, TEMPLATES_UNREADABLE } from "../domain/advice/template-advice.ts";
import { SEND_ADVICE } from "../domain/advice/test-message-advice.ts";
import {
  chosenTemplate,
  DEFAULT_LANGUAGE,
  HELLO_WORLD,
  isBestChoice,
  type MessageTemplate,
} from "../domain/message-template.ts";
import {
  isShownAsTestNumber,
  stopTemplate,
  templateNeeded,
  type SendFailure,
  type SendingReads,
  type TestMessageFailed,
} from "../domain/outcome/test-message.ts";
import { explainRefusal } from "./explain-refusal.ts";
import {
  ourTemplate,
  type Chosen,
  type TemplateAsk,
  type TemplatePorts,
  type TemplateUnderway,
} from "./our-template.ts";
import type { Read, ReadFailure } from "./ports.ts";

const unposted = (choice: Chosen["choice"]): Chosen => ({ choice, posted: false });

/**
 * The template that a test message goes out by: the one that was named; from a test number hello_world; else an approved one without
 * parameters from the number's own account, which is asked about only then. hello_world leaves no number that Meta does not show as
 * a test number, named or not.
 */
export async function chooseTemplate(
  ports: TemplatePorts,
  ask: TemplateAsk,
  underway: TemplateUnderway,
): Promise<Chosen> {
  const { reads } = underway;
  if (ask.template !== null) {
    const named = { name: ask.template, language: ask.language ?? DEFAULT_LANGUAGE };
    return unposted(stopTemplate(named, reads) ?? named);
  }
  if (isShownAsTestNumber(reads)) return unposted(HELLO_WORLD);
  const account = await isOwnAccount(ports, ask);
  if (!account.ok)
    return unposted(await unreadable(ports, ask, { read: "numbersOfWaba", failure: account.failure }, reads));
  if (!account.value) return unposted(templateNeeded("other_account"));
  const enough = (template: MessageTemplate): boolean => isBestChoice(template, ask.language);
  const found = await ports.graph.templates(ask.wabaId, { status: "approved", enough }, READS_MS);
  if (!found.ok) return unposted(await unreadable(ports, ask, { read: "templates", failure: found.failure }, reads));
  const choice = chosenTemplate(found.value, ask.language);
  return choice === null ? ourTemplate(ports, ask, underway) : unposted(choice);
}

/** Whether the account that is asked about is the number's own: a guess is held against the account's list. */
async function isOwnAccount({ graph }: TemplatePorts, ask: TemplateAsk): Promise<Read<boolean>> {
  if (ask.accountIsKnown) return { ok: true, value: true };
  const numbers = await graph.numbersOfWaba(ask.wabaId, READS_MS);
  return numbers.ok ? { ok: true, value: numbers.value.some(({ id }) => id === ask.phoneNumberId) } : numbers;
}

/** Why what a template is chosen by could not be read. A token that may only send is refused them, and can send one that is named. */
async function unreadable(
  ports: TemplatePorts,
  ask: TemplateAsk,
  { read, failure }: { readonly read: string; readonly failure: ReadFailure },
  reads: SendingReads,
): Promise<TestMessageFailed> {
  ports.journal.readFailed({ phoneNumberId: ask.phoneNumberId, read, failure });
  if (failure.kind !== "refused")
    return { status: "meta_unavailable", advice: TEMPLATES_UNREAD, graphError: null, retryAfterMs: null };
  const refusal = { call: "send_message", error: failure.error, regainAccessMs: null } as const;
  const { outcome } = await explainRefusal<SendFailure>(ports, ask, SEND_ADVICE, refusal, reads);
  return "access" in outcome ? { ...outcome, advice: TEMPLATES_UNREADABLE } : outcome;
}
