import type { GraphError } from "../contract/failure.ts";
import { READS_MS } from "../contract/patience.ts";
import type { OwnTemplate } from "../contract/send-test-message.ts";
import type { TemplateLack } from "../domain/advice/template-advice.ts";
import { SEND_ADVICE } from "../domain/advice/test-message-advice.ts";
import { callFailure } from "../domain/error/call-failure.ts";
import { callRefusalStatus, statusOfSilence } from "../domain/error/call-refusal.ts";
import { waitAfter } from "../domain/error/call-wait.ts";
import {
  isSendable,
  OWN_TEMPLATE,
  ownTemplate,
  type MessageTemplate,
  type TemplateChoice,
} from "../domain/message-template.ts";
import {
  templateNeeded,
  type SendFailure,
  type SendingReads,
  type TestMessageFailed,
} from "../domain/outcome/test-message.ts";
import type { TemplateReply } from "../domain/reply.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { CallAsk, Graph } from "./ports.ts";
import type { AccessPorts } from "./read-access.ts";
import { sendOnce } from "./send-once.ts";

/** How long Meta may take to make a template: no longer than that the message can still leave in time. */
const CREATE_MS = 8000;

/** What choosing a template needs of the world. */
export interface TemplatePorts extends AccessPorts {
  readonly graph: AccessPorts["graph"] & Pick<Graph, "templates" | "createTemplate">;
}

/** Which template is wanted. `null`: whichever can be sent, in whichever language. */
export interface TemplateAsk extends CallAsk {
  readonly template: string | null;
  readonly language: string | null;
  /** Whether one may be made where there is none. */
  readonly createTemplate: boolean;
}

/** A template, or why there is none. `posted`: whether Meta was or may have been asked to make one. */
export interface Chosen {
  readonly choice: TemplateChoice | TestMessageFailed;
  readonly posted: boolean;
}

/** How far the call has come that wants a template: what it has read, and the time since it came in, in ms. */
export interface TemplateUnderway {
  readonly reads: SendingReads;
  readonly elapsed: () => number;
}

/** Meta's words for a template that is being looked at, or looked at again (Meta, Template status). */
const WAITING: ReadonlySet<string> = new Set(["PENDING", "IN_APPEAL"]);

/** Meta has a template of that name in that language already; the second code is others' word for the same. */
const EXISTS: ReadonlySet<number | null> = new Set([2_388_024, 2_388_023]);

/**
 * Where the account has no template that can be sent: how far our own has come. Where there is none either, Meta is asked to make it,
 * if the caller wants that. Its name is an idempotency key: asked twice, Meta makes it once, and says so.
 */
export async function ourTemplate(
  ports: TemplatePorts,
  ask: TemplateAsk,
  { reads, elapsed }: TemplateUnderway,
): Promise<Chosen> {
  const known = await find(ports, ask);
  if (known !== null) return { choice: asFarAs(known), posted: false };
  if (!ask.createTemplate) return { choice: templateNeeded("none"), posted: false };
  const { phoneNumberId, attemptId, mayPost } = ask;
  const about = { call: "send_message", phoneNumberId, attemptId } as const;
  return sendOnce<TemplateReply, Chosen>(
    ports,
    about,
    { elapsed, mayPost },
    {
      send: () => ports.graph.createTemplate(ask.wabaId, OWN_TEMPLATE, CREATE_MS),
      withheld: ({ status, retryAfterMs }) => ({
        choice: callFailure<SendFailure>(SEND_ADVICE, status, null, retryAfterMs),
        posted: false,
      }),
      inDoubt: () => ({ choice: templateNeeded("unanswered"), posted: true }),
      judge: async (reply) => {
        note(ports, ask, reply);
        return { choice: await read(ports, ask, reply, reads), posted: reply.kind !== "not_sent" };
      },
    },
  );
}

/** Our template as Meta lists it; `null`: it is not there, or could not be read. */
async function find(ports: TemplatePorts, { wabaId, phoneNumberId }: TemplateAsk): Promise<MessageTemplate | null> {
  const { name, language } = OWN_TEMPLATE;
  const found = await ports.graph.templates(wabaId, { name }, READS_MS);
  // The name is looked for inside longer ones, too.
  if (found.ok) return found.value.find((one) => one.name === name && one.language === language) ?? null;
  ports.journal.readFailed({ phoneNumberId, read: "ownTemplate", failure: found.failure });
  return null;
}

/** What our template, which Meta has, is good for by now. */
function asFarAs(known: MessageTemplate): Chosen["choice"] {
  if (isSendable(known)) return OWN_TEMPLATE;
  return lacking(WAITING.has(known.status) ? "waiting" : "not_approved", known);
}

const lacking = (
  lack: TemplateLack,
  state: Pick<OwnTemplate, "status" | "category">,
  graphError: GraphError | null = null,
): TestMessageFailed => {
  const { status, category } = state;
  return templateNeeded(lack, { ownTemplate: ownTemplate({ status, category }), graphError });
};

async function read(
  ports: TemplatePorts,
  ask: TemplateAsk,
  reply: TemplateReply,
  reads: SendingReads,
): Promise<Chosen["choice"]> {
  if (reply.kind === "accepted") return reply.status === "APPROVED" ? OWN_TEMPLATE : lacking("waiting", reply);
  if (reply.kind === "refused") return refused(ports, ask, reply, reads);
  const status = statusOfSilence(reply);
  if (status === "outcome_unknown") return templateNeeded("unanswered");
  return callFailure<SendFailure>(SEND_ADVICE, status);
}

/** Failures that are not about the template: they say the same of any call. */
const OF_ANY_CALL: ReadonlySet<string> = new Set([
  "invalid_token",
  "app_blocked",
  "throttled",
  "account_locked",
  "meta_unavailable",
]);

async function refused(
  ports: TemplatePorts,
  ask: TemplateAsk,
  { error, regainAccessMs }: Extract<TemplateReply, { kind: "refused" }>,
  reads: SendingReads,
): Promise<Chosen["choice"]> {
  if (error.code === 100 && EXISTS.has(error.subcode)) {
    const known = await find(ports, ask);
    return known === null ? lacking("waiting", { status: null, category: null }, error) : asFarAs(known);
  }
  const meaning = callRefusalStatus("send_message", error);
  if (meaning === "missing_permission") {
    const refusal = { call: "send_message", error, regainAccessMs } as const;
    return (await explainRefusal<SendFailure>(ports, ask, SEND_ADVICE, refusal, reads)).outcome;
  }
  if (!isOfAnyCall(meaning)) return templateNeeded("refused", { graphError: error });
  return callFailure<SendFailure>(SEND_ADVICE, meaning, error, waitAfter(meaning, error, regainAccessMs));
}

const isOfAnyCall = (status: string): status is SendFailure => OF_ANY_CALL.has(status);

function note({ journal }: TemplatePorts, { phoneNumberId, attemptId }: TemplateAsk, reply: TemplateReply): void {
  const about = { phoneNumberId, attemptId, template: OWN_TEMPLATE.name };
  const graphError = reply.kind === "refused" ? reply.error : null;
  const status = reply.kind === "accepted" ? (reply.status ?? "accepted") : reply.kind;
  journal.templateCreated({ ...about, status, graphError });
}
