import type { TemplateState, WabaState } from "./state.ts";
import type { World } from "./world.ts";

/** The names of the `{{variables}}` in a component's text, each once. */
export function variablesOf(component: { readonly [key: string]: unknown } | undefined): string[] {
  return [...new Set([...textOf(component).matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name]) => name ?? ""))];
}

/** A component's text; empty where it has none. */
export function textOf(component: { readonly [key: string]: unknown } | undefined): string {
  const text = component?.["text"];
  return typeof text === "string" ? text : "";
}

/** An account's templates, with reviews that have ended by now; each end is told by a webhook. */
export function currentTemplates(world: World, waba: WabaState, now: number): readonly TemplateState[] {
  for (const template of waba.templates) {
    if (template.reviewedAt === null || now < template.reviewedAt) continue;
    template.reviewedAt = null;
    template.status = "APPROVED";
    world.webhooks.announce({
      wabaId: waba.id,
      time: Math.floor(now / 1000),
      field: "message_template_status_update",
      value: {
        event: "APPROVED",
        message_template_id: Number(template.id),
        message_template_name: template.name,
        message_template_language: template.language,
        reason: "NONE",
      },
    });
  }
  return waba.templates;
}
