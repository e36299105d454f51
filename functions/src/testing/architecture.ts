import type { Import, SourceFile } from "./source-file.ts";

/** What the files of one folder may import. */
interface Neighbours {
  /** Folders, or single files, of the source folder. */
  readonly may: readonly string[];
  /** Packages by name; `node:` means all of Node's own. */
  readonly packages: readonly string[];
  /** Why, in words that end the sentence "… may not, because". */
  readonly because: string;
}

const PORTS = /^app\/(?:[a-z-]+-)?ports\.ts$/;

const HOUSE: Readonly<Record<string, Neighbours>> = {
  contract: { may: [], packages: ["zod"], because: "the contract is the ground floor, which frontends import too" },
  domain: { may: ["contract"], packages: [], because: "the domain is pure: no Firebase, no axios, no Node, no I/O" },
  app: { may: ["domain", "contract"], packages: [], because: "a use case knows the domain and its ports alone" },
  graph: {
    may: ["ports", "domain", "contract"],
    packages: ["axios", "zod", "node:"],
    because: "the Graph adapter knows the ports and the domain alone",
  },
  firestore: {
    may: ["ports", "domain", "contract"],
    packages: ["firebase-admin/firestore", "zod", "node:"],
    because: "the Firestore adapter knows the ports and the domain alone",
  },
  journal: {
    may: ["ports", "domain", "contract"],
    packages: ["firebase-functions/logger"],
    because: "the journal knows the ports and the domain alone",
  },
  auth: {
    may: [],
    packages: ["firebase-admin/app", "firebase-admin/auth"],
    because: "it asks Firebase Auth one question and knows nothing else",
  },
  handlers: {
    may: ["app", "domain", "contract", "auth", "journal", "composition.ts", "config.ts", "raw-bodies.ts"],
    packages: ["firebase-functions/https", "firebase-functions/scheduler", "express", "zod", "node:"],
    because: "a handler gets its adapters from the composition",
  },
  "composition.ts": {
    may: ["app", "domain", "contract", "graph", "firestore", "journal", "auth", "config.ts"],
    packages: ["firebase-admin/app", "firebase-admin/firestore", "node:"],
    because: "the composition puts adapters together and nothing more",
  },
  "config.ts": {
    may: ["contract"],
    packages: ["firebase-functions/params"],
    because: "configuration comes before everything else",
  },
  "index.ts": {
    may: ["runtime.ts", "handlers"],
    packages: [],
    because: "the index lists what is deployed and nothing more",
  },
  "runtime.ts": {
    may: ["raw-bodies.ts", "safe-environment.ts", "config.ts", "contract"],
    packages: ["firebase-functions/options", "node:"],
    because: "the runtime's settings come before all functions",
  },
  "raw-bodies.ts": { may: [], packages: ["node:"], because: "it works before anything else is loaded" },
  "safe-environment.ts": { may: [], packages: [], because: "it works before anything else is loaded" },
};

/** A folder's name, or that of a file which lies in no folder. */
const zoneOf = (path: string): string => path.split("/")[0] ?? path;

export const isProduction = ({ path }: { readonly path: string }): boolean =>
  zoneOf(path) !== "testing" && !path.endsWith(".test.ts");

function mayImport({ may, packages }: Neighbours, zone: string, { target, isPackage }: Import): boolean {
  if (isPackage) return packages.some((name) => target === name || (name.endsWith(":") && target.startsWith(name)));
  return zoneOf(target) === zone || may.includes(zoneOf(target)) || (may.includes("ports") && PORTS.test(target));
}

type Rule = (file: SourceFile) => readonly string[];

const directions: Rule = ({ path, imports }) => {
  const zone = zoneOf(path);
  const house = HOUSE[zone];
  if (house === undefined)
    return [`${path} stands outside the house: say in testing/architecture.ts what ${zone} may import.`];
  return imports
    .filter((one) => !mayImport(house, zone, one))
    .map(({ target }) => `${path} imports ${target}, which it may not, because ${house.because}.`);
};

const ownFolderOnly: Rule = ({ path, imports }) =>
  imports
    .filter(({ target, isPackage }) => !isPackage && (target.startsWith("..") || !isProduction({ path: target })))
    .map(
      ({ target }) => `${path} imports ${target}: what is deployed depends neither on tests nor on anything beside it.`,
    );

const oneAxios: Rule = ({ path, imports }) =>
  imports
    .filter(({ target }) => /^axios(?:\/|$)/.test(target) && path !== "graph/exchange.ts")
    .map(() => `${path} imports axios, which graph/exchange.ts alone may: what axios throws holds the token.`);

/** Files of the contract that hold patterns, names and numbers instead of schemas. */
const PLAIN_VALUES: ReadonlySet<string> = new Set([
  "contract/primitives.ts",
  "contract/patience.ts",
  "contract/calls.ts",
  "contract/collections.ts",
]);

const typesOfTheContract: Rule = ({ path, imports }) =>
  imports
    .filter(({ target, typesOnly }) => {
      const pure = zoneOf(path) === "domain" || zoneOf(path) === "app";
      return pure && zoneOf(target) === "contract" && !typesOnly && !PLAIN_VALUES.has(target);
    })
    .map(({ target }) => `${path} imports more than types from ${target}: schemas are for the edges.`);

const noConsole: Rule = ({ path, code }) =>
  /\bconsole\b/.test(code) ? [`${path} uses console: every line of the log is a function of the journal.`] : [];

const noAxiosError: Rule = ({ path, code }) =>
  /\b(?:is)?AxiosError\b/i.test(code) && zoneOf(path) !== "graph"
    ? [`${path} knows AxiosError: it holds the token and the PIN, and does not leave graph/.`]
    : [];

/** The one place for each secret that goes into a request to Meta. */
const REVEALING: ReadonlySet<string> = new Set(["graph/register.ts", "graph/set-pin.ts", "graph/verify-code.ts"]);

const oneReveal: Rule = ({ path, code }) => {
  const calls = code.match(/\.\s*reveal\b|\[\s*["'`]reveal/g)?.length ?? 0;
  if (calls === 0 || (REVEALING.has(path) && calls === 1)) return [];
  return [`${path} reveals a PIN or a code: that is for ${[...REVEALING].join(", ")}, once each.`];
};

const noOwnTime: Rule = ({ path, code }) => {
  if (zoneOf(path) !== "domain" && zoneOf(path) !== "app") return [];
  const found = code.match(
    /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?![\s(]))|\bDate\s*\(\s*\)|\bMath\s*\.\s*random\b|\bperformance\b|\bset(?:Timeout|Interval|Immediate)\b|\bprocess\s*\.|\bfetch\s*\(/g,
  );
  return (found ?? []).map((use) => `${path} uses ${use.trim()}: time, chance and the world are handed in.`);
};

const RULES: readonly Rule[] = [
  directions,
  ownFolderOnly,
  oneAxios,
  typesOfTheContract,
  noConsole,
  noAxiosError,
  oneReveal,
  noOwnTime,
];

/** What is wrong with a file, a sentence each. Tests and what serves them are free. */
export function complaintsAbout(file: SourceFile): readonly string[] {
  return isProduction(file) ? RULES.flatMap((rule) => rule(file)) : [];
}

/** Rules that are about every file at once: who may be imported by whom is one-way, so no file is reached from itself. */
export function circles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path))
      found.push(`${[...way.slice(way.indexOf(path)), path].join(" imports ")}: nothing leads back.`);
    if (done.has(path) || way.includes(path)) return;
    for (const { target, isPackage, typesOnly } of byPath.get(path)?.imports ?? []) {
      if (!isPackage && !typesOnly) visit(target, [...way, path]);
    }
    done.add(path);
  };
  for (const file of files) visit(file.path, []);
  return found;
}
