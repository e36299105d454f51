import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/** Something in a package that this page never uses, and that bundling alone does not find to be unused. */
interface LeftOut {
  readonly what: string;
  /** The end of the path of the file that it is in. */
  readonly file: RegExp;
  /** The file's text without it; the same text: it was not found. */
  readonly without: (source: string) => string;
}

/** A function in place of each that a module exports, so that calling one says why it is not there. */
function hollow(source: string): string {
  const names = [...source.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm)].map(([, name]) => name);
  const none = `const none = () => { throw new Error("The operator's page is built without this: console/left-out.ts."); };`;
  return [none, ...names.map((name) => `export const ${name} = none;`)].join("\n");
}

/**
 * Fields that a class is given below it make the bundler keep the class, since giving them counts as something that happens. Here they
 * move into the class. They are plain values, so they are the same there.
 */
function fieldsInside(source: string): string {
  const head = /^class (\w+)(?: extends \w+)? \{$/gm;
  const field = /^(\w+)\.(\w+ = (?:"[^"]*"|'[^']*'|null|\[\])(?: \/\*[^*]*\*\/)?;)$/gm;
  const classes = new Set([...source.matchAll(head)].map(([, name]) => name));
  const fields = [...source.matchAll(field)].filter(([, name]) => classes.has(name));
  const fieldsOf = Map.groupBy(fields, ([, name]) => name);
  return source
    .replaceAll(field, (line: string, name: string) => (classes.has(name) ? "" : line))
    .replaceAll(head, (line: string, name: string) =>
      [line, ...(fieldsOf.get(name) ?? []).map(([, , rest]) => `static ${rest}`)].join(" "),
    );
}

const FIRESTORE = /@firebase\/firestore\/dist\/common-\w+\.esm\.js$/;
const SCHEMAS = /zod\/v4\/classic\/schemas\.js$/;

const LEFT_OUT: readonly LeftOut[] = [
  {
    what: "the question whether a query is a pipeline: none is",
    file: FIRESTORE,
    without: (source) =>
      source
        .replaceAll(/(?<!function )__PRIVATE_(?:isPipeline|targetIsPipelineTarget)\([^()]+\)/g, "false")
        .replaceAll(/\b\w+ instanceof (?:CorePipeline|__PRIVATE_RealtimePipeline)\b/g, "false"),
  },
  {
    what: "the search for what matches a pipeline",
    file: FIRESTORE,
    without: (source) =>
      source.replaceAll(
        /^( {4}(?:getDocumentsMatchingPipeline|getOverlaysForPipeline)\([\w, ]*\) \{)$[^]*?^ {4}\}$/gm,
        "$1}",
      ),
  },
  {
    what: "the reading of a bundle's queries: no bundle is loaded",
    file: FIRESTORE,
    without: (source) => source.replace(/^(function __PRIVATE_fromBundledQuery\(\w+\) \{)$[^]*?^\}$/m, "$1}"),
  },
  {
    what: "the writer of indexes: nothing is kept in the browser's database",
    file: FIRESTORE,
    without: (source) => source.replace(/^__PRIVATE_FirestoreIndexValueWriter\.\w+ = new .*;$/m, ""),
  },
  {
    what: "its debug log, which nobody switches on",
    file: FIRESTORE,
    without: (source) =>
      source.replaceAll(/(?<!function )\b__PRIVATE_logDebug\(/g, "/* @__PURE__ */ __PRIVATE_logDebug("),
  },
  {
    what: "ways of signing in that nobody is offered, and fields that keep them",
    file: /@firebase\/auth\/dist\/esm\/index-\w+\.js$/,
    without: fieldsInside,
  },
  {
    what: "JSON schemas",
    file: /zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/,
    without: hollow,
  },
  {
    what: "its own sentences: the page says what is wrong in words of its own",
    file: SCHEMAS,
    without: (source) => source.replace("core.config(en());", ";"),
  },
  {
    what: "its memory of values that contain themselves, which no JSON does",
    file: SCHEMAS,
    without: (source) => source.replace("core.config({ memoizer: core.memoizer() });", ";"),
  },
  {
    what: "schemas that become code from text, which src/boot/no-code-from-text.ts switches off",
    file: SCHEMAS,
    without: (source) => source.replace("core.$ZodObjectJIT.init", "core.$ZodObject.init"),
  },
];

/** Leaves out of the page what it never uses. A build in which some of it is not found fails, since a package has changed. */
export const leftOut: Plugin = {
  name: "left-out",
  setup: (build) => {
    const found = new Set<LeftOut>();
    build.onStart(() => found.clear());
    build.onLoad({ filter: /[\\/](?:@firebase|zod)[\\/].*\.js$/ }, ({ path }) => {
      const original = readFileSync(path, "utf8");
      const place = path.replaceAll("\\", "/");
      let contents = original;
      for (const unused of LEFT_OUT.filter(({ file }) => file.test(place))) {
        const less = unused.without(contents);
        if (less !== contents) found.add(unused);
        contents = less;
      }
      return contents === original ? undefined : { contents };
    });
    build.onEnd(({ errors }) => {
      if (errors.length > 0) return undefined;
      const missing = LEFT_OUT.filter((unused) => !found.has(unused));
      return { errors: missing.map(({ what, file }) => ({ text: `${file.source} no longer has ${what}` })) };
    });
  },
};
