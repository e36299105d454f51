import { z } from "zod";
import type { GraphErrorSpec } from "../faults.ts";
import { GraphFailure, invalidParameter, missingParameter } from "../graph-errors.ts";
import { isLanguage } from "../languages.ts";
import type { TemplateState, WabaState } from "../state.ts";
import { textOf, variablesOf } from "../templates.ts";

/** What a caller sends to make a template; `null` or `undefined` where it was left out. */
interface Draft {
  readonly name: string | null;
  readonly language: string | null;
  readonly category: string | null;
  readonly components: unknown;
  readonly parameterFormat: string | null;
  readonly library: unknown;
}

const Category = z
  .string()
  .toUpperCase()
  .pipe(z.enum(["UTILITY", "MARKETING", "AUTHENTICATION"]));
const Components = z.array(z.looseObject({ type: z.string().toUpperCase() })).min(1);

/** Names that Meta's own samples have (claim). */
const SAMPLES = new Set(["hello_world"]);
/** Words that make Meta call a template marketing (which words do is a guess). */
const MARKETING = /\b(?:sale|discount|offer|buy now|% off)\b/i;

type Checked = Omit<TemplateState, "id" | "status" | "reviewedAt">;

/** A template that may be made, or Meta's refusal: code 100 with one of the subcodes of templates. */
export function checkedTemplate(waba: WabaState, draft: Draft): Checked {
  const { name, language } = draft;
  if (draft.library !== undefined) throw new GraphFailure(invalidParameter("The simulator has no template library."));
  if (name === null) throw new GraphFailure(missingParameter("name"));
  if (language === null) throw new GraphFailure(missingParameter("language"));
  if (draft.category === null) throw new GraphFailure(missingParameter("category"));
  const category = Category.safeParse(draft.category);
  if (!category.success) throw new GraphFailure(invalidParameter("Param category is not a known category."));
  const components = Components.safeParse(draft.components);
  if (!components.success) throw new GraphFailure(missingParameter("components"));
  if (!isLanguage(language)) throw new GraphFailure(invalidParameter("Param language is not a supported language."));
  checkName(waba, name, language);
  checkComponents(components.data);
  const texts = components.data.map(textOf).join(" ");
  return {
    name,
    language,
    category: category.data === "UTILITY" && MARKETING.test(texts) ? "MARKETING" : category.data,
    parameterFormat: draft.parameterFormat?.toUpperCase() ?? "POSITIONAL",
    components: components.data,
  };
}

const refused = (subcode: number, userTitle: string, userMessage = userTitle): GraphErrorSpec => ({
  code: 100,
  subcode,
  isTransient: false,
  userTitle,
  userMessage,
});

function checkName(waba: WabaState, name: string, language: string): void {
  if (!/^[a-z0-9_]{1,512}$/.test(name)) {
    const message = "The message template name can only have lowercase letters and underscores.";
    throw new GraphFailure({
      ...refused(2388046, "Name Format is Incorrect", message),
      errorData: { blame_field_specs: [["name"]] },
    });
  }
  if (SAMPLES.has(name)) {
    const message = "This template is named after a sample template created by default. Please use a different name.";
    throw new GraphFailure(refused(2388155, "Template name is already used as a sample template", message));
  }
  if (waba.templates.some((template) => template.name === name && template.language === language)) {
    const message = `There is already ${languageName(language)} content for this template. You can create a new template and try again.`;
    throw new GraphFailure(refused(2388024, "Content in This Language Already Exists", message));
  }
}

const languageName = (language: string): string =>
  new Intl.DisplayNames("en", { type: "language" }).of(language.slice(0, 2)) ?? language;

type Component = z.infer<typeof Components>[number];

/** The longest text of each component (Meta's reference). */
const LONGEST: Readonly<Record<string, number>> = { HEADER: 60, BODY: 1024, FOOTER: 60 };

function checkComponents(components: readonly Component[]): void {
  const body = components.find(({ type }) => type === "BODY");
  if (typeof body?.["text"] !== "string" || body["text"].trim() === "") {
    throw new GraphFailure(refused(2388072, "Message template body is not valid"));
  }
  for (const component of components) {
    const words = component["text"];
    if (typeof words === "string" && words.length > (LONGEST[component.type] ?? Infinity)) {
      throw new GraphFailure(refused(2388040, "Character limit exceeded"));
    }
  }
  const footer = components.find(({ type }) => type === "FOOTER");
  if (footer !== undefined && variablesOf(footer).length > 0) {
    throw new GraphFailure(refused(2388073, "Message template footer is not valid"));
  }
  const header = components.find(({ type }) => type === "HEADER");
  if (header !== undefined && variablesOf(header).length > 1) {
    throw new GraphFailure(refused(2388047, "Message template header is not valid"));
  }
  checkVariables(body["text"].trim(), variablesOf(body).length);
}

/** Three words for each variable are enough (where the line lies is a guess). */
const WORDS_EACH = 3;

function checkVariables(body: string, variables: number): void {
  if (variables === 0) return;
  if (/^\{\{|\}\}$/.test(body)) {
    throw new GraphFailure(refused(2388299, "Variables can't be at the start or end of the template"));
  }
  const words = body
    .replaceAll(/\{\{[^{}]*\}\}/g, " ")
    .split(/\s+/)
    .filter((word) => /\w/.test(word)).length;
  if (words >= variables * WORDS_EACH) return;
  const message =
    "This template has too many variables for its length. Reduce the number of variables or increase the message length.";
  throw new GraphFailure(refused(2388293, "Parameters words ratio exceeds limit", message));
}
