import { posix } from "node:path";

/** One import of a file: what it names, and whether types are all it takes. */
export interface Import {
  /** A path from the source folder, such as domain/pin.ts, or a package's name. */
  readonly target: string;
  readonly isPackage: boolean;
  readonly typesOnly: boolean;
}

/** One file, as far as the architecture is concerned. */
export interface SourceFile {
  /** From the source folder, such as graph/register.ts. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** The code without comments, and without what stands in strings and regular expressions. */
  readonly code: string;
}

/** Comments, strings, templates and regular expressions: whatever may look like code and is none. */
const NOT_CODE =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<=(?:^|[=(,:;!&|?{}[\n]|=>|\breturn)\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;

/** `import … from "x"`, `export … from "x"` and `import "x"`, which begin their lines. */
const STATIC = /^(?:import|export)\b(\s+type\b)?([\w$*\s,{}]*?\bfrom\b)?\s*["']([^"'\n]+)["']/gm;
/** `import("x")` */
const DYNAMIC = /\bimport\s*\(\s*["']([^"'\n]+)["']/g;
/** `new URL("x.ts", import.meta.url)`: a module that is run in a thread or a process, or imported by its address. */
const ADDRESSED = /\bnew\s+URL\(\s*["']([^"'\n]+\.(?:m?tsx?|mjs))["']\s*,\s*import\.meta\.url\b/g;

/** What stands before the name of what is imported, and before no other text: an import inside a text is none. */
const IMPORTING = /(?:\bfrom|\bimport\s*\(?|\bnew\s+URL\()\s*$/;

/** Reads a file's text. `path`: from the source folder. */
export function sourceFile(path: string, text: string): SourceFile {
  const named = text.replaceAll(NOT_CODE, (found, offset: number) => {
    const isKept = isTemplate(found) || IMPORTING.test(text.slice(Math.max(0, offset - 30), offset));
    return isKept && !/^\/[/*]/.test(found) ? found : " ";
  });
  const code = text.replaceAll(NOT_CODE, (found) => (isTemplate(found) ? found : " "));
  return { path, imports: importsOf(path, named), code };
}

/** A text with code in it. */
const isTemplate = (found: string): boolean => found.startsWith("`") && found.includes("${");

function importsOf(path: string, text: string): Import[] {
  const resolve = (target: string, typesOnly: boolean): Import => {
    const isPackage = !target.startsWith(".");
    return { target: isPackage ? target : posix.join(posix.dirname(path), target), isPackage, typesOnly };
  };
  const typeNames = /^\s*\{(?:\s*type\s+\w+(?:\s+as\s+\w+)?\s*,?)+\s*\}\s*from$/;
  return [
    ...[...text.matchAll(STATIC)].map(([, type, names = "", target = ""]) =>
      resolve(target, type !== undefined || typeNames.test(names)),
    ),
    ...[...text.matchAll(DYNAMIC)].map(([, target = ""]) => resolve(target, false)),
    ...[...text.matchAll(ADDRESSED)].map(([, target = ""]) => resolve(`./${target}`, false)),
  ];
}
