import type { SourceFile } from "../../functions/src/testing/source-file.ts";

/** What the files of one part of the repository may import of the others. Packages are not this table's business. */
export interface Part {
  /** The folder; files of a part further in belong to that one. */
  readonly folder: string;
  /** Folders or single files of lower parts. */
  readonly may: readonly string[];
  /** Folders that its tests may import besides. Nothing imports a test, so these may be higher. */
  readonly testsMay: readonly string[];
  /** Why not more, in words that end the sentence "… may not, because". */
  readonly because: string;
}

const CONTRACT = "functions/src/contract";
/** What the product makes of the simulator's numbers. */
const EXPECTED = "functions/src/testing/expected-outcomes.ts";

/** The repository from the ground up: a part imports from lower ones only. */
export const PARTS: readonly Part[] = [
  {
    folder: "functions",
    may: [],
    testsMay: [],
    because: "the bundler is copied with the functions, and works without the rest",
  },
  {
    folder: "functions/src",
    may: [],
    testsMay: ["functions/src/testing", "graph-simulator/testing"],
    because: "what is deployed knows nothing beside it",
  },
  {
    folder: "functions/src/testing",
    may: ["functions/src"],
    testsMay: [],
    because: "what serves the functions' tests knows the functions alone",
  },
  {
    folder: "graph-simulator",
    may: [],
    testsMay: ["graph-simulator/testing"],
    because: "the simulator speaks of Meta alone, and knows nothing of this product",
  },
  {
    folder: "graph-simulator/testing",
    may: ["functions/src", "functions/src/testing", "graph-simulator"],
    testsMay: [],
    because: "it puts the functions before the simulator and needs nothing else",
  },
  { folder: "client", may: [CONTRACT], testsMay: [], because: "a frontend's client knows the contract alone" },
  {
    folder: "tools/settings",
    may: [CONTRACT],
    testsMay: [],
    because: "the page is built with it, and it reads files and nothing else",
  },
  {
    folder: "console/src/words",
    may: [CONTRACT, "client"],
    testsMay: ["functions/src", "functions/src/testing"],
    because: "the page's words are about the contract alone, and know nothing of where they are shown",
  },
  {
    folder: "console/src/dom",
    may: ["console/src/words"],
    testsMay: [],
    because: "it makes elements, and says words in them",
  },
  { folder: "console/src/demo", may: ["console/src/dom"], testsMay: [], because: "it is loaded in the demo alone" },
  {
    folder: "console/src/languages",
    may: ["client", "console/src/demo/languages"],
    testsMay: [],
    because: "it holds translations and nothing else",
  },
  {
    folder: "console/src/parts",
    may: [CONTRACT, "client", "console/src/words", "console/src/dom"],
    testsMay: [],
    because: "a part of the page is shown what it shows, and asks nobody",
  },
  {
    folder: "console/src/boot",
    may: [CONTRACT, "client", "console/src/words", "console/src/languages"],
    testsMay: [],
    because: "it says where the page is and whom it asks, before anything is shown",
  },
  {
    folder: "console/src/actions",
    may: [CONTRACT, "client", "console/src/words", "console/src/dom", "console/src/parts", "console/src/boot"],
    testsMay: [],
    because: "an action does not know the screen that it stands on",
  },
  {
    folder: "console/src/screens",
    may: [
      CONTRACT,
      "client",
      "console/src/words",
      "console/src/dom",
      "console/src/demo",
      "console/src/parts",
      "console/src/boot",
      "console/src/actions",
    ],
    testsMay: [],
    because: "a screen is put together from actions and parts",
  },
  {
    folder: "console",
    may: ["client", "graph-simulator", EXPECTED, "tools/settings", "console/src/boot", "console/src/screens"],
    testsMay: [],
    because: "the page is a frontend: it knows the client, the contract and, for the demo, the simulator's numbers",
  },
  {
    folder: "console/gallery",
    may: [
      "functions/src",
      "functions/src/testing",
      "graph-simulator",
      "client",
      "console",
      "console/src/dom",
      "console/src/boot",
      "console/src/screens",
    ],
    testsMay: [],
    because: "it puts the page before situations that the product itself makes up",
  },
  {
    folder: "tools/setup",
    may: [],
    testsMay: [],
    because: "set-up runs before a package is installed, and under an older Node, which reads no TypeScript",
  },
  {
    folder: "tools",
    may: [
      "functions/src",
      "functions/src/testing",
      "graph-simulator",
      "client",
      "console/src/words",
      "tools/setup",
      "tools/settings",
    ],
    testsMay: ["graph-simulator/testing", "console/src/languages", "console/src/demo/languages"],
    because: "the commands use what they serve, and neither the battery nor the tests",
  },
  {
    folder: "tools/screenshots",
    may: ["console/gallery", "tools", "tools/setup"],
    testsMay: [],
    because: "it draws what the gallery shows, and nothing else of the console",
  },
  {
    folder: "torture",
    may: ["functions/src", "functions/src/testing", "graph-simulator", "tools", "tools/setup"],
    testsMay: [],
    because: "the battery drives the parts, and is driven by its command and by the tests",
  },
  {
    folder: "test",
    may: ["graph-simulator", "client", "console/gallery", "console/src/languages", "tools", "tools/setup"],
    testsMay: ["functions/src", "functions/src/testing", "graph-simulator/testing", "torture"],
    because: "these tests span the parts that they may import",
  },
];

const isTest = (path: string): boolean => path.endsWith(".test.ts");

const liesIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/** The part that a file belongs to; `tools/setup.mjs` belongs to the folder of its name. */
function partOf(path: string): Part | undefined {
  const inner = PARTS.filter(({ folder }) => liesIn(path, folder) || path === `${folder}.mjs`);
  return inner.toSorted((one, other) => other.folder.length - one.folder.length)[0];
}

/** Whether a path lies in a folder that a part may import from, and in no part further in. */
function isOpen(path: string, folders: readonly string[]): boolean {
  const part = partOf(path);
  return folders.some(
    (one) => (liesIn(path, one) || path === one) && part !== undefined && part.folder.length <= one.length,
  );
}

/** What the table grants to a part, or to its tests alone, and they do not need: a sentence each. */
export function unusedGrants(files: readonly SourceFile[]): readonly string[] {
  const isUsed = (folder: string, grant: string, byTests: boolean): boolean =>
    files
      .filter((file) => partOf(file.path)?.folder === folder && isTest(file.path) === byTests)
      .some(({ imports }) => imports.some(({ target, isPackage }) => !isPackage && isOpen(target, [grant])));
  return PARTS.flatMap(({ folder, may, testsMay }) => [
    ...may.filter((one) => !isUsed(folder, one, false)).map((one) => `${folder} may import ${one}, and does not.`),
    ...testsMay
      .filter((one) => !isUsed(folder, one, true))
      .map((one) => `${folder}'s tests may import ${one}, and do not.`),
  ]);
}

/** What a file imports against the table, a sentence each. */
export function complaintsAboutParts({ path, imports }: SourceFile): readonly string[] {
  const part = partOf(path);
  if (part === undefined) return [`${path} belongs to no part: say in tools/testing/parts.ts what it may import.`];
  const may = isTest(path) ? [...part.may, ...part.testsMay] : part.may;
  return imports.flatMap(({ target, isPackage }) => {
    if (isPackage || target.includes("node_modules/")) return [];
    if (isTest(target)) return [`${path} imports ${target}, which it may not, because a test serves nothing else.`];
    if (partOf(target) === part || isOpen(target, may)) return [];
    return [`${path} imports ${target}, which it may not, because ${part.because}.`];
  });
}
