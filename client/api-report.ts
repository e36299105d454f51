import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { CALL_SCHEMAS } from "../functions/src/contract/call-schemas.ts";

/** The package's entries, by the names under which a frontend imports them. */
const ENTRIES = {
  "": "index",
  "/watch": "watch",
  "/signup": "signup",
  "/react": "react",
  "/languages": "languages",
  "/languages/de": "languages/de",
  "/languages/es": "languages/es",
  "/languages/pt": "languages/pt",
} as const;

/**
 * What a frontend can rely on, for people who review a change of it: every exported declaration, and of each call the fields that it
 * takes and the words that it can be answered with.
 *
 * @param types the folder with the emitted declarations
 */
export function apiReport(types: string): string {
  const entries = Object.entries(ENTRIES).map(([name, file]) => {
    const declarations = publicDeclarations(path.join(types, "client", "src", `${file}.d.ts`));
    return `## \`whatsapp-registration-client${name}\`\n\n\`\`\`ts\n${declarations.join("\n\n")}\n\`\`\`\n`;
  });
  return `${HEAD}\n${entries.join("\n")}\n## The calls\n\n${Object.entries(CALL_SCHEMAS).map(callOf).join("\n")}\n`;
}

const HEAD = `# API report

Written by \`npm run build:client\`; a test holds it against the built package. A line that goes away or changes here breaks frontends.
The types of answers and documents are the contract's: \`functions/src/contract/\`.
`;

function callOf([name, { request, result }]: [string, { request: z.ZodObject; result: z.ZodType }]): string {
  const fields = Object.entries(request.shape).map(([field, schema]) => (isOptional(schema) ? `${field}?` : field));
  const words = [...new Set(statusesOf(result))].map((word) => `\`${word}\``);
  const answered = words.length === 0 ? "" : `: ${words.join(", ")}`;
  return `- \`${name}({ ${fields.join(", ")} })\`${answered}`;
}

const isOptional = (schema: unknown): boolean => schema instanceof z.ZodType && schema.safeParse(undefined).success;

/** The literals of `status` in a union, however deep they stand in it. */
function statusesOf(result: z.ZodType): string[] {
  if (result instanceof z.ZodUnion)
    return result.options.flatMap((option) => (option instanceof z.ZodType ? statusesOf(option) : []));
  const status: unknown = result instanceof z.ZodObject ? result.shape["status"] : undefined;
  if (status instanceof z.ZodEnum) return status.options.map(String);
  return status instanceof z.ZodLiteral ? [...status.values].map(String) : [];
}

/** The declarations that an entry exports, its own and those of the client's other files; the contract's by name. */
function publicDeclarations(entry: string): string[] {
  const declared = statements(entry);
  const own = declared.flatMap((text) => (isReexport(text) ? [] : [nameOf(text)])).filter((name) => name !== null);
  const others = declared.filter(isReexport).flatMap((text) => {
    const [, names = "", from = ""] = /\{([^}]*)\} from "([^"]+)"/s.exec(text) ?? [];
    const wanted = names.split(/[\s,]+/).filter((name) => name !== "" && name !== "type");
    if (from.includes("/contract/")) return [`export type { ${wanted.toSorted().join(", ")} } from the contract;`];
    const file = path.join(path.dirname(entry), from.replace(/\.ts$/, ".d.ts"));
    return withLocals(statements(file), wanted);
  });
  const contract = others.filter((text) => text.endsWith(" from the contract;"));
  return [
    ...withLocals(
      declared,
      own.filter((name) => isExported(declared, name)),
    ),
    ...others.filter((text) => !contract.includes(text)),
    ...contract,
  ];
}

/** The declarations of these names, and those that they mention and that are the file's own affair. */
function withLocals(declared: readonly string[], names: readonly string[]): string[] {
  const wanted = new Set(names);
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const text of declared) {
      const name = nameOf(text);
      const mentioned = declared.some((other) => wanted.has(nameOf(other) ?? "") && mentions(other, name));
      if (name !== null && mentioned && !isExported(declared, name)) wanted.add(name);
    }
  }
  return declared.filter((text) => wanted.has(nameOf(text) ?? ""));
}

const mentions = (text: string, name: string | null): boolean =>
  name !== null && new RegExp(`\\b${name}\\b`).test(text.replaceAll(/\/\*\*.*?\*\//gs, ""));

const isExported = (declared: readonly string[], name: string): boolean =>
  declared.some((text) => nameOf(text) === name && /^export /m.test(text));

const isReexport = (text: string): boolean => /^export (?:type )?\{[^}]+\} from/m.test(text);

/** The statements of a declaration file, each with the comment above it. tsc begins every one of them, and nothing else, at a line's start. */
function statements(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const starts = /^(?=\/\*\*|export |declare |type |interface |import )/m;
  const pieces: string[] = [];
  for (const piece of text.split(starts).map((part) => part.trim())) {
    // A member of a union has its comment at the line's start, too.
    if (/^\/\*\*.*?\*\/\s*[|{]/s.test(piece)) pieces.push(`${pieces.pop() ?? ""}\n${piece}`);
    else pieces.push(piece);
  }
  return pieces.flatMap((piece, index) => {
    if (piece === "" || piece.startsWith("import ") || piece === "export {};") return [];
    if (piece.startsWith("/**") && piece.endsWith("*/")) return [];
    const above = pieces[index - 1] ?? "";
    return [above.startsWith("/**") && above.endsWith("*/") ? `${above}\n${piece}` : piece];
  });
}

const nameOf = (text: string): string | null =>
  /^(?:export )?(?:declare )?(?:type|interface|class|function|const) (\w+)/m.exec(text)?.[1] ?? null;
