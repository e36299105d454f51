import { z } from "zod";
import type { Call } from "../call.ts";
import { structure } from "../call.ts";
import { GraphFailure, invalidParameter } from "../graph-errors.ts";
import type { NumberState, TemplateState } from "../state.ts";
import { currentTemplates, variablesOf } from "../templates.ts";
import type { World } from "../world.ts";

/** A template as a message names it. */
const Named = z.strictObject({
  name: z.string(),
  language: z.strictObject({ code: z.string(), policy: z.literal("deterministic").optional() }),
  components: z
    .array(z.looseObject({ type: z.string(), parameters: z.array(z.looseObject({ type: z.string() })).optional() }))
    .optional(),
});

/** Refuses what Meta refuses of a template message: a wrong shape, hello_world from a real number, what is missing or not approved. */
export function checkTemplate(world: World, call: Call, number: NumberState): void {
  const parsed = Named.safeParse(structure(call, "template"));
  if (!parsed.success) throw new GraphFailure(invalidParameter("Param template must have a name and a language code."));
  const { name, language, components = [] } = parsed.data;
  if (name === "hello_world" && number.accountMode !== "SANDBOX") throw new GraphFailure({ code: 131058 });
  const template = find(world, call, number, name, language.code);
  for (const type of ["HEADER", "BODY"]) {
    const sent = components.find((component) => component.type.toUpperCase() === type)?.parameters ?? [];
    checkParameters(template, type, sent.length);
  }
}

function find(world: World, call: Call, number: NumberState, name: string, language: string): TemplateState {
  const waba = world.wabas.get(number.wabaId);
  const templates = waba === undefined ? [] : currentTemplates(world, waba, call.now);
  const template = templates.find((entry) => entry.name === name && entry.language === language);
  if (template?.status === "PAUSED") throw new GraphFailure({ code: 132015 });
  if (template?.status === "DISABLED") throw new GraphFailure({ code: 132016 });
  if (template?.status === "APPROVED") return template;
  throw new GraphFailure({ code: 132001, details: `template name (${name}) does not exist in ${language}` });
}

function checkParameters(template: TemplateState, type: string, sent: number): void {
  const component = template.components.find((entry) => entry.type.toUpperCase() === type);
  const named = component?.["format"];
  const format = typeof named === "string" ? named.toUpperCase() : "TEXT";
  if (type === "HEADER" && format !== "TEXT" && sent === 0) {
    throw new GraphFailure({ code: 132012, details: `header: Format mismatch, expected ${format}, received UNKNOWN` });
  }
  const expected = format === "TEXT" ? variablesOf(component).length : 1;
  if (sent === expected) return;
  const part = type.toLowerCase();
  throw new GraphFailure({
    code: 132000,
    details: `${part}: number of localizable_params (${sent}) does not match the expected number of params (${expected})`,
  });
}
