import { element, fill } from "../dom/element.ts";

/** One question of a form. */
export interface Field {
  readonly row: HTMLElement;
  /** Shows what is wrong with the answer, and says whether it will do. */
  check(): boolean;
  focus(): void;
}

/** A field whose answer is a text. */
export interface TextField extends Field {
  value(): string;
  put(value: string): void;
}

/** A field whose answer is a secret: it can be taken out once, and then is nowhere on the page. */
export interface SecretField extends Field {
  take(): string;
  put(value: string): void;
  /** Whether this is what was typed. */
  is(value: string): boolean;
}

interface Question {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with an answer; `null`: nothing. */
  readonly complaint?: (value: string) => string | null;
}

let fields = 0;

/** A line of text. Whatever the browser may want to remember or correct is switched off. */
export function textField(question: Question, attributes: Record<string, string> = {}): TextField {
  const input = element("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });
  return { ...labelled(question, input), value: () => input.value.trim(), put: (value) => void (input.value = value) };
}

/**
 * Six digits that nobody should read over a shoulder. Not a password input, because browsers offer to keep those; the style
 * hides the digits all the same.
 */
export function secretField(question: Question): SecretField {
  const input = element("input", {
    type: "text",
    class: "secret",
    inputmode: "numeric",
    autocomplete: "off",
    spellcheck: "false",
    autocapitalize: "off",
    maxlength: 7,
    "data-1p-ignore": true,
    "data-lpignore": "true",
    "data-bwignore": true,
  });
  const show = element("button", { type: "button", class: "ghost", "aria-pressed": "false" }, "Show");
  show.addEventListener("click", () => {
    const shown = input.classList.toggle("shown");
    show.ariaPressed = String(shown);
    fill(show, shown ? "Hide" : "Show");
  });
  return {
    ...labelled(question, input, show),
    take: () => {
      const secret = input.value.trim();
      input.value = "";
      input.classList.remove("shown");
      show.ariaPressed = "false";
      fill(show, "Show");
      return secret;
    },
    put: (value) => void (input.value = value),
    is: (value) => input.value.trim() === value,
  };
}

/** A secret that becomes new: it is typed twice, since nobody can read it anywhere afterwards. */
export function newSecret(
  question: Question,
): { readonly fields: readonly SecretField[] } & Pick<SecretField, "put" | "take"> {
  const first = secretField(question);
  const again = onceMore(question.label, first);
  return {
    fields: [first, again],
    take: () => {
      again.take();
      return first.take();
    },
    put: (value) => {
      first.put(value);
      again.put(value);
    },
  };
}

/** A secret typed once more. `isAsked`: whether it has to be, now. */
export const onceMore = (label: string, first: SecretField, isAsked = (): boolean => true): SecretField =>
  secretField({
    label: `${label}, once more`,
    complaint: (value) => (!isAsked() || first.is(value) ? null : "The two are not the same."),
  });

/** A choice among a few. The first option is chosen until another is. */
export function choiceField(
  question: Question,
  options: readonly (readonly [value: string, label: string])[],
): TextField {
  const select = element("select", {}, ...options.map(([value, label]) => element("option", { value }, label)));
  return { ...labelled(question, select), value: () => select.value, put: (value) => void (select.value = value) };
}

function labelled(
  { label, hint, complaint }: Question,
  input: HTMLInputElement | HTMLSelectElement,
  ...beside: Node[]
): Field {
  fields += 1;
  const id = `field-${fields}`;
  const error = element("p", { class: "error", id: `${id}-error`, hidden: true });
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  input.addEventListener("input", () => {
    error.hidden = true;
    input.removeAttribute("aria-invalid");
  });
  return {
    row: element(
      "div",
      { class: "field" },
      element("label", { for: id }, label),
      element("div", { class: "control" }, input, ...beside),
      error,
      hint === undefined ? null : element("p", { class: "hint", id: `${id}-hint` }, hint),
    ),
    check: () => {
      const complains = complaint?.(input.value.trim()) ?? null;
      error.hidden = complains === null;
      fill(error, complains);
      if (complains !== null) input.setAttribute("aria-invalid", "true");
      return complains === null;
    },
    focus: () => input.focus(),
  };
}
