import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** What belongs into the archive of the functions besides the code that `main` of package.json lies with. */
const PACKAGE = /^(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|README\.md|LICENSE)$/u;

const Package = z.object({ main: z.string() });

/** The files that the CLI would pack of this folder, relative to it. @param ignore the patterns of firebase.json */
export function packedFiles(folder: string, ignore: readonly string[]): string[] {
  const rules = [...ignore, "firebase-debug.log", "firebase-debug.*.log"].map(matcher);
  const isIgnored = (file: string): boolean => rules.some((matches) => matches(file));
  const inside = (below: string): string[] =>
    readdirSync(path.join(folder, below)).flatMap((name) => {
      const file = below === "" ? name : `${below}/${name}`;
      if (isIgnored(path.resolve(folder, file).replaceAll(path.sep, "/"))) return [];
      return statSync(path.join(folder, file)).isDirectory() ? inside(file) : [file];
    });
  return inside("").toSorted();
}

/** The CLI compares names where a pattern has no slash, else paths from the root of the disk, with minimatch; dots are letters. */
function matcher(pattern: string): (file: string) => boolean {
  const source = pattern
    .replaceAll(/[.+^$()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*\*|\*|\?/gu, (wild) => WILD[wild] ?? wild)
    .replaceAll(/\{([^{}]*)\}/gu, (_braces, inner: string) => `(?:${inner.replaceAll(",", "|")})`);
  const regex = new RegExp(`^${source}$`, "u");
  return pattern.includes("/") ? (file) => regex.test(file) : (file) => regex.test(path.posix.basename(file));
}

const WILD: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };

/** A sentence for what would be packed of this folder and does not belong there. */
export function complaintAboutFiles(folder: string, files: readonly string[]): string | undefined {
  const { main } = Package.parse(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")));
  const built = path.posix.dirname(path.posix.normalize(main));
  const strangers = files.filter((file) => !PACKAGE.test(file) && !isCode(built, file));
  if (strangers.length === 0) return undefined;
  const shown = strangers.slice(0, 10).join(", ");
  const more = strangers.length > 10 ? ` and ${strangers.length - 10} more` : "";
  return `These files would be uploaded with the functions and do not belong to them: ${shown}${more}. Move them away, or add them to "ignore" of the functions in firebase.json.`;
}

/** Whether a file is code that runs in production: neither a test, nor what serves tests, nor this check. */
function isCode(built: string, file: string): boolean {
  const inside = file.startsWith(`${built}/`) ? file.slice(built.length + 1) : "";
  return /^(?:[\w-]+\/)*[\w-]+\.js$/u.test(inside) && !/^(?:predeploy|testing)\//u.test(inside);
}
