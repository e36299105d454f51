import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { root } from "../root.ts";

/** Where the texts of the backend stand that a person reads in an answer or a document. */
const BACKEND = [
  "functions/src/domain/{advice,diagnosis,outcome}/*.ts",
  "functions/src/domain/lifecycle/registration-seen.ts",
  "functions/src/domain/webhook/departure.ts",
  "functions/src/domain/connected-account.ts",
  "functions/src/app/{diagnose-access,disconnect-account}.ts",
  "functions/src/contract/{add-phone-number,connect-account,primitives,register-phone-number,send-test-message,verification,verify-phone-number}.ts",
  "functions/src/firestore/account-{connections,departures}.ts",
  "functions/src/graph/{app-subscriptions,exchange,exchange-code,has-payment-method,pages,post-reply,reach,read-number,read-waba,reader,wire}.ts",
  "functions/src/handlers/{callable,caller,customer-for,invalid-argument,malformed,not-found}.ts",
  "client/src/{call-error,newer-backend}.ts",
];

/** A sentence, a part of one, or a title of one word. */
const WORDS = /[A-Za-z]{2,}.* [^ ]|[^ ] .*[A-Za-z]{2,}|^[A-Z][a-z]+[.:]?$/s;
/** What stands in the same files and is said to nobody: headers, classes, selectors, drawings, and what people type. */
const UNSPOKEN: ReadonlySet<string> = new Set([
  "Bearer {0}",
  "Bearer owner",
  "Deutsch",
  "English",
  "Firestore answered fewer documents than asked.",
  "Harbour Café",
  "Hello",
  "card narrow",
  "open home",
  "quiet why",
  "rare quiet",
  "result hangs",
  "rows quoted",
  "up back",
  "noopener noreferrer",
  "npm run grant-operator -- {0}",
  "npm run grant-operator -- --customer <id> {0}",
  "{0}-hint {1}-error",
  ":hover, :focus-within",
  ".result, .busy",
  "(prefers-reduced-motion: reduce)",
  "form input, form select, form button, .call button",
]);
const DRAWING = /^M[\d ]/;

/** Every text of the backend's that a person may read, in the order of the code; `{0}`, `{1}` …: where values are put in. */
export const backendTexts = (): ReadonlySet<string> => textsIn(BACKEND);

/** What the page shows in the demo alone: no other build has it. */
const DEMO = ["console/src/demo/*.ts", "console/src/screens/outcomes.ts"];

/** Every text of the page's own, but for the demo's. */
export const pageTexts = (): ReadonlySet<string> => textsIn(["console/src/**/*.{ts,tsx}"], DEMO);

/** Every text of what the page shows in the demo alone. */
export const demoTexts = (): ReadonlySet<string> => textsIn(DEMO);

function textsIn(patterns: readonly string[], exclude: readonly string[] = []): ReadonlySet<string> {
  const files = patterns.flatMap((pattern) => {
    const found = globSync(pattern, { cwd: root, exclude }).filter((file) => !file.endsWith(".test.ts"));
    if (found.length === 0) throw new Error(`${pattern} names no file any more.`);
    return found;
  });
  return new Set(files.flatMap((file) => textsOf(file, readFileSync(path.join(root, file), "utf8"))));
}

function textsOf(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`);
  const found: string[] = [];
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === "string") found.push(value);
    },
    TemplateLiteral: ({ quasis }) => {
      const own = quasis.map(({ value }) => value.cooked ?? "");
      found.push(own.reduce((before, text, index) => `${before}{${index - 1}}${text}`));
    },
  }).visit(program);
  return found
    .map((text) => text.trim())
    .filter((text) => WORDS.test(text) && !UNSPOKEN.has(text) && !DRAWING.test(text));
}
