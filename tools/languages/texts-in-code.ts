import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { root } from "../root.ts";

/** Where the texts stand that a person reads in an answer or a document. */
const SPOKEN = [
  "functions/src/domain/{advice,diagnosis,outcome}/*.ts",
  "functions/src/domain/lifecycle/registration-seen.ts",
  "functions/src/domain/webhook/departure.ts",
  "functions/src/app/{diagnose-access,disconnect-account}.ts",
  "functions/src/contract/{add-phone-number,connect-account,primitives,register-phone-number,send-test-message,verification,verify-phone-number}.ts",
  "functions/src/firestore/account-{connections,departures,standing}.ts",
  "functions/src/graph/{app-subscriptions,exchange,exchange-code,has-payment-method,pages,post-reply,reach,read-number,read-waba,reader,wire}.ts",
  "functions/src/handlers/{callable,caller,customer-for,invalid-argument,malformed,not-found}.ts",
  "client/src/{call-error,newer-backend}.ts",
];

/** A sentence, a part of one, or a title of one word. */
const WORDS = /[A-Za-z]{2,}.* [^ ]|[^ ] .*[A-Za-z]{2,}|^[A-Z][a-z]+\.?$/s;
/** What stands in the same files and is said to nobody. */
const UNSPOKEN: ReadonlySet<string> = new Set(["Bearer {0}", "Firestore answered fewer documents than asked."]);

/** Every text in the code that a person may read, in the order in which they stand there; `{0}`, `{1}` …: where values are put in. */
export function textsInCode(): ReadonlySet<string> {
  const files = SPOKEN.flatMap((pattern) => {
    const found = globSync(pattern, { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
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
  return found.map((text) => text.trim()).filter((text) => WORDS.test(text) && !UNSPOKEN.has(text));
}
