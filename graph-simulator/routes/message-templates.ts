import { MANAGEMENT_TASKS, reachWaba, refuseWithoutTask } from "../access.ts";
import { type Call, structure, text } from "../call.ts";
import { select } from "../fields.ts";
import { GraphFailure } from "../graph-errors.ts";
import { page } from "../paging.ts";
import { ok, type Reply } from "../reply.ts";
import type { TemplateState, WabaState } from "../state.ts";
import { currentTemplates } from "../templates.ts";
import type { World } from "../world.ts";
import { checkedTemplate } from "./new-template.ts";

const DEFAULTS = ["name", "parameter_format", "components", "language", "status", "category", "id"];

/** `GET /{waba_id}/message_templates`: narrowed by `status`, `name`, `language` and `category`, paged by cursors. */
export function listTemplates(world: World, call: Call): Reply {
  const waba = reachWaba(world, call);
  refuseWithoutTask(world, call, waba.id, [...MANAGEMENT_TASKS, "MANAGE_TEMPLATES", "VIEW_TEMPLATES"]);
  const found = currentTemplates(world, waba, call.now).filter((template) =>
    (["status", "name", "language", "category"] as const).every((field) => fits(call, template, field)),
  );
  return ok(page(call, found, (template) => present(call, template)));
}

function fits(call: Call, template: TemplateState, field: "status" | "name" | "language" | "category"): boolean {
  const asked = text(call, field);
  const value = template[field];
  if (asked === null) return true;
  return field === "name" ? value.includes(asked) : value.toLowerCase() === asked.toLowerCase();
}

function present(call: Call, template: TemplateState): unknown {
  const node = {
    id: () => template.id,
    name: () => template.name,
    parameter_format: () => template.parameterFormat,
    components: () => template.components,
    language: () => template.language,
    status: () => template.status,
    category: () => template.category,
    sub_category: () => undefined,
    previous_category: () => undefined,
    library_template_name: () => undefined,
    rejected_reason: () => (template.status === "REJECTED" ? "INVALID_FORMAT" : "NONE"),
    quality_score: () => ({ score: "UNKNOWN" }),
  };
  return select(call, "WhatsAppMessageTemplate", node, DEFAULTS);
}

/** `POST /{waba_id}/message_templates`. Its category may come back as another than was asked for. */
export function createTemplate(world: World, call: Call): Reply {
  const waba = reachWaba(world, call);
  refuseWithoutTask(world, call, waba.id, [...MANAGEMENT_TASKS, "MANAGE_TEMPLATES"]);
  currentTemplates(world, waba, call.now);
  const sent = checkedTemplate(waba, {
    name: text(call, "name"),
    language: text(call, "language"),
    category: text(call, "category"),
    components: structure(call, "components"),
    parameterFormat: text(call, "parameter_format"),
    library: call.parameters["library_template_name"],
  });
  if (waba.templates.length >= waba.templateLimit) {
    throw new GraphFailure({
      code: 100,
      subcode: 2388019,
      userTitle: "Message template limit exceeded",
      userMessage: "This account has reached its limit of message templates.",
    });
  }
  const template: TemplateState = { ...sent, id: nextId(world), ...review(waba, call.now) };
  waba.templates = [...waba.templates, template];
  return ok({ id: template.id, status: template.status, category: template.category });
}

function review({ templateReview }: WabaState, now: number): Pick<TemplateState, "status" | "reviewedAt"> {
  if (templateReview === "at_once") return { status: "APPROVED", reviewedAt: null };
  return { status: "PENDING", reviewedAt: templateReview === "never" ? null : now + templateReview.seconds * 1000 };
}

/** The first id of the family that no template has. */
function nextId(world: World): string {
  const taken = [...world.wabas.values()].flatMap(({ templates }) => templates.map(({ id }) => Number(id)));
  return String(Math.max(222_000_000_000_999, ...taken) + 1);
}
