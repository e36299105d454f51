import type { OwnTemplate } from "../contract/send-test-message.ts";

/** One part of a template. What Meta leaves out is `null`. */
export interface TemplateComponent {
  /** HEADER, BODY, FOOTER, BUTTONS, CAROUSEL, LIMITED_TIME_OFFER; open. */
  readonly type: string;
  /** Of a header: TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION; open. */
  readonly format: string | null;
  readonly text: string | null;
  readonly buttons: readonly { readonly type: string; readonly url: string | null }[];
}

/** A message template of an account, in Meta's own words; all of them open. */
export interface MessageTemplate {
  readonly name: string;
  readonly language: string;
  readonly status: string;
  readonly category: string | null;
  readonly components: readonly TemplateComponent[];
}

/** A template by which a message can be sent. */
export type TemplateChoice = Pick<MessageTemplate, "name" | "language">;

/** Meta's sample, which only its test numbers may send: any other number is answered 131058 (seen in ten projects' logs). */
export const HELLO_WORLD: TemplateChoice = { name: "hello_world", language: "en_US" };

/** A test number's `account_mode`. */
const SANDBOX = "SANDBOX";

/** Whether a number is one of Meta's test numbers. What Meta did not show is none. */
export const isTestNumber = (accountMode: string | null): boolean => accountMode === SANDBOX;

/** The language that is meant where a template is named without one. */
export const DEFAULT_LANGUAGE = "en_US";

/**
 * The one template that `createTemplate` makes: its name is its idempotency key, since Meta takes a name in a language only once. The
 * words are those of an account's news, without any of an offer, so that Meta leaves it in the category UTILITY.
 */
export const OWN_TEMPLATE = {
  name: "connection_test",
  language: "en_US",
  body: "The connection of this number to WhatsApp is ready. You can answer this message if you need help.",
} as const;

/** How our own template is named in an answer. */
export const ownTemplate = (state: Pick<OwnTemplate, "status" | "category">): OwnTemplate => ({
  template: OWN_TEMPLATE.name,
  language: OWN_TEMPLATE.language,
  ...state,
});

const PLAIN_PARTS: ReadonlySet<string> = new Set(["HEADER", "BODY", "FOOTER", "BUTTONS"]);
const PLAIN_BUTTONS: ReadonlySet<string> = new Set(["QUICK_REPLY", "PHONE_NUMBER", "URL"]);

const hasVariable = (text: string | null): boolean => text?.includes("{{") === true;

function isPlain({ type, format, text, buttons }: TemplateComponent): boolean {
  if (!PLAIN_PARTS.has(type) || hasVariable(text)) return false;
  if (type === "HEADER" && format !== null && format !== "TEXT") return false;
  return buttons.every((button) => PLAIN_BUTTONS.has(button.type) && !hasVariable(button.url));
}

/**
 * Whether a message of this template says nothing but its name and language. Inferred from the shapes that Meta documents, and
 * strict: a part or a button that is not known here is taken to want a parameter. `parameter_format` proves nothing.
 */
export function needsNoParameters({ category, components }: MessageTemplate): boolean {
  const hasBody = components.some(({ type }) => type === "BODY");
  return category !== "AUTHENTICATION" && hasBody && components.every(isPlain);
}

/** Whether a number that is none of Meta's test numbers may send the template as it is. */
export function isSendable(template: MessageTemplate): boolean {
  return template.status === "APPROVED" && template.name !== HELLO_WORLD.name && needsNoParameters(template);
}

/**
 * The template that a test message is sent by: one in the language that was asked for before any other, then one of the category
 * UTILITY, then the first. No field of a template tells its age, so the newest is the one that Meta lists first, whatever Meta's order
 * is: it is documented nowhere. `null`: none can be sent.
 */
export function chosenTemplate(templates: readonly MessageTemplate[], language: string | null): TemplateChoice | null {
  const rank = (template: MessageTemplate): number =>
    (template.language === language ? 2 : 0) + (template.category === "UTILITY" ? 1 : 0);
  const [first] = templates.filter(isSendable).toSorted((one, other) => rank(other) - rank(one));
  return first === undefined ? null : { name: first.name, language: first.language };
}

/** Whether looking at more templates cannot change the choice. */
export function isBestChoice(template: MessageTemplate, language: string | null): boolean {
  const speaks = language === null || template.language === language;
  return isSendable(template) && template.category === "UTILITY" && speaks;
}
