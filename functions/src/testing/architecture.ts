import { DOMAIN_FLOORS, GROUND, HOUSE, type Neighbours } from "./house.ts";
import type { Import, SourceFile } from "./source-file.ts";

const PORTS = /^app\/(?:[a-z-]+-)?ports\.ts$/;

/** A folder's name, or that of a file which lies in no folder. */
const zoneOf = (path: string): string => path.split("/")[0] ?? path;

export const isProduction = ({ path }: { readonly path: string }): boolean =>
  zoneOf(path) !== "testing" && !path.endsWith(".test.ts");

function mayImport({ may, packages }: Neighbours, zone: string, { target, isPackage }: Import): boolean {
  if (isPackage) return packages.some((name) => target === name || (name.endsWith(":") && target.startsWith(name)));
  return zoneOf(target) === zone || may.includes(zoneOf(target)) || (may.includes("ports") && PORTS.test(target));
}

/** What a file does against a rule, a sentence each. */
type Check = (file: SourceFile) => readonly string[];

/** A rule in a sentence, and the test for it. */
export interface Rule {
  readonly says: string;
  readonly check: Check;
}

const directions: Check = ({ path, imports }) => {
  const zone = zoneOf(path);
  const house = HOUSE[zone];
  if (house === undefined)
    return [`${path} stands outside the house: say in testing/house.ts what ${zone} may import.`];
  return imports
    .filter((one) => !mayImport(house, zone, one))
    .map(({ target }) => `${path} imports ${target}, which it may not, because ${house.because}.`);
};

const portsFirst: Check = ({ path, imports }) =>
  PORTS.test(path)
    ? imports
        .filter(({ target }) => zoneOf(target) === "app" && !PORTS.test(target))
        .map(({ target }) => `${path} imports ${target}: ports say what use cases need, and know none of them.`)
    : [];

/** A room of `domain/`: a folder in it, or the ground that the files in none of them make. */
const roomOf = (path: string): string => (path.split("/").length < 3 ? GROUND : path.split("/").slice(0, 2).join("/"));

const floorOf = (room: string): number => DOMAIN_FLOORS.findIndex((rooms) => rooms.includes(room));

const floorsOfTheDomain: Check = ({ path, imports }) => {
  if (zoneOf(path) !== "domain") return [];
  const room = roomOf(path);
  const floor = floorOf(room);
  if (floor === -1) return [`${path} lies on no floor of domain/: say in testing/house.ts where ${room} belongs.`];
  return imports
    .filter(({ target, isPackage }) => !isPackage && zoneOf(target) === "domain" && roomOf(target) !== room)
    .filter(({ target }) => floorOf(roomOf(target)) >= floor)
    .map(({ target }) => {
      const where = floorOf(roomOf(target)) === floor ? "lies beside it" : "lies above it";
      return `${path} imports ${target}, which it may not, because ${roomOf(target)} ${where} in domain/.`;
    });
};

const ownFolderOnly: Check = ({ path, imports }) =>
  imports
    .filter(({ target, isPackage }) => !isPackage && (target.startsWith("..") || !isProduction({ path: target })))
    .map(
      ({ target }) => `${path} imports ${target}: what is deployed depends neither on tests nor on anything beside it.`,
    );

const oneAxios: Check = ({ path, imports }) =>
  imports
    .filter(({ target }) => /^axios(?:\/|$)/.test(target) && path !== "graph/exchange.ts")
    .map(() => `${path} imports axios, which graph/exchange.ts alone may: what axios throws holds the token.`);

/** Files of the contract that hold patterns, names and numbers instead of schemas. */
const PLAIN_VALUES: ReadonlySet<string> = new Set([
  "contract/primitives.ts",
  "contract/patience.ts",
  "contract/calls.ts",
  "contract/collections.ts",
  "contract/graph-versions.ts",
]);

const typesOfTheContract: Check = ({ path, imports }) =>
  imports
    .filter(({ target, typesOnly }) => {
      const pure = zoneOf(path) === "domain" || zoneOf(path) === "app";
      return pure && zoneOf(target) === "contract" && !typesOnly && !PLAIN_VALUES.has(target);
    })
    .map(({ target }) => `${path} imports more than types from ${target}: schemas are for the edges.`);

const noConsole: Check = ({ path, code }) =>
  /\bconsole\b/.test(code) ? [`${path} uses console: every line of the log is a function of the journal.`] : [];

const noAxiosError: Check = ({ path, code }) =>
  /\b(?:is)?AxiosError\b/i.test(code) && zoneOf(path) !== "graph"
    ? [`${path} knows AxiosError: it holds the token and the PIN, and does not leave graph/.`]
    : [];

/** Where a secret is revealed: to be sent to Meta (for tokens, the composition), to be sealed, or to be known again by its hash. */
const REVEALING: ReadonlySet<string> = new Set([
  "composition.ts",
  "firestore/pending-connections.ts",
  "graph/exchange-code.ts",
  "graph/register.ts",
  "graph/set-pin.ts",
  "graph/verify-code.ts",
  "vault/token-vault.ts",
]);

const oneReveal: Check = ({ path, code }) => {
  const calls = code.match(/\.\s*reveal\b|\[\s*["'`]reveal/g)?.length ?? 0;
  if (calls === 0 || (REVEALING.has(path) && calls === 1)) return [];
  return [`${path} reveals a PIN, a code or a token: that is for ${[...REVEALING].join(", ")}, once each.`];
};

const noOwnTime: Check = ({ path, code }) => {
  if (zoneOf(path) !== "domain" && zoneOf(path) !== "app") return [];
  const found = code.match(
    /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?![\s(]))|\bDate\s*\(\s*\)|\bMath\s*\.\s*random\b|\bperformance\b|\bset(?:Timeout|Interval|Immediate)\b|\bprocess\s*\.|\bfetch\s*\(/g,
  );
  return (found ?? []).map((use) => `${path} uses ${use.trim()}: time, chance and the world are handed in.`);
};

export const RULES: readonly Rule[] = [
  { says: "A room imports only what its row of the table of rooms names.", check: directions },
  { says: "In `app/`, files of ports import other ports alone, and no use case.", check: portsFirst },
  { says: "Inside `domain/` a room imports from lower floors only; imports of types count.", check: floorsOfTheDomain },
  { says: "What is deployed imports neither tests nor anything outside `functions/src`.", check: ownFolderOnly },
  { says: "`graph/exchange.ts` alone imports axios: what axios throws holds the token.", check: oneAxios },
  { says: "`AxiosError` does not leave `graph/`.", check: noAxiosError },
  {
    says: `\`domain/\` and \`app/\` take types from the contract, and values only from ${filesInWords(PLAIN_VALUES)}.`,
    check: typesOfTheContract,
  },
  { says: "Time, chance and the world are handed in to `domain/` and `app/`.", check: noOwnTime },
  { says: "`console` is not used: every line of the log is a function of the journal.", check: noConsole },
  { says: `A PIN, a code or a token is revealed in ${filesInWords(REVEALING)} alone, once each.`, check: oneReveal },
];

/** What is wrong with a file, a sentence each. Tests and what serves them are free. */
export function complaintsAbout(file: SourceFile): readonly string[] {
  return isProduction(file) ? RULES.flatMap(({ check }) => check(file)) : [];
}

/** What the table of rooms grants and no room needs, a sentence each. */
export function unusedGrants(files: readonly SourceFile[]): readonly string[] {
  return Object.entries(HOUSE).flatMap(([room, { may, packages, because }]) => {
    const imports = files
      .filter((file) => isProduction(file) && zoneOf(file.path) === room)
      .flatMap((file) => file.imports);
    const isUsed = (grant: Neighbours): boolean => imports.some((one) => mayImport(grant, "", one));
    return [
      ...may.filter((one) => !isUsed({ may: [one], packages: [], because })),
      ...packages.filter((one) => !isUsed({ may: [], packages: [one], because })),
    ].map((grant) => `${room} may import ${grant}, and does not.`);
  });
}

/** `a`, `b` and `c` */
function filesInWords(files: ReadonlySet<string>): string {
  const names = [...files].map((file) => `\`${file}\``);
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
