/** What the files of one folder may import. */
export interface Neighbours {
  /** Folders, or single files, of the source folder. */
  readonly may: readonly string[];
  /** Packages by name; `node:` means all of Node's own. */
  readonly packages: readonly string[];
  /** Why, in words that end the sentence "… may not, because". */
  readonly because: string;
}

/** The rooms of functions/src: its folders, and the files that lie in none. `ports`: the files of app/ that name what use cases need. */
export const HOUSE: Readonly<Record<string, Neighbours>> = {
  contract: { may: [], packages: ["zod"], because: "the contract is the ground floor, which frontends import too" },
  domain: { may: ["contract"], packages: [], because: "the domain is pure: no Firebase, no axios, no Node, no I/O" },
  app: {
    may: ["domain", "contract"],
    packages: [],
    because: "a use case knows the domain, the contract and its ports alone",
  },
  graph: {
    may: ["ports", "domain", "contract"],
    packages: ["axios", "zod", "node:"],
    because: "the Graph adapter knows the ports, the domain and the contract alone",
  },
  firestore: {
    may: ["ports", "domain", "contract"],
    packages: ["firebase-admin/app", "firebase-admin/firestore", "zod", "node:"],
    because: "the Firestore adapter knows the ports, the domain and the contract alone",
  },
  vault: {
    may: ["ports", "domain"],
    packages: ["jose", "node:"],
    because: "the vault seals and opens tokens, and knows nothing of where they are kept",
  },
  journal: {
    may: ["ports", "contract"],
    packages: ["firebase-functions/logger"],
    because: "the journal knows the ports, the domain and the contract alone",
  },
  auth: {
    may: [],
    packages: ["firebase-admin/app", "firebase-admin/auth"],
    because: "it asks Firebase Auth one question and knows nothing else",
  },
  handlers: {
    may: [
      "app",
      "domain",
      "contract",
      "auth",
      "journal",
      "composition.ts",
      "webhook-composition.ts",
      "config.ts",
      "webhook-address.ts",
      "raw-bodies.ts",
      "body-guard.ts",
      "body-limits.ts",
      "options.ts",
    ],
    packages: ["firebase-functions/https", "firebase-functions/scheduler", "express", "zod", "node:"],
    because: "a handler gets its adapters from the composition",
  },
  predeploy: {
    may: ["contract", "config.ts", "param-value.ts"],
    packages: ["zod", "node:"],
    because: "it judges the built functions from outside, as the firebase CLI does, and is not deployed",
  },
  "composition.ts": {
    may: ["app", "domain", "graph", "firestore", "vault", "journal", "config.ts", "webhook-address.ts", "clock.ts"],
    packages: [],
    because: "the composition puts adapters together and nothing more",
  },
  "webhook-composition.ts": {
    may: ["app", "firestore", "journal", "config.ts"],
    packages: [],
    because: "the webhook's adapters are put together apart, so that it loads nothing of Graph",
  },
  "clock.ts": { may: ["ports"], packages: ["node:"], because: "it tells the time and nothing more" },
  "config.ts": {
    may: ["contract", "config-values.ts"],
    packages: ["firebase-functions/params"],
    because: "configuration comes before everything else",
  },
  "config-values.ts": {
    may: ["contract"],
    packages: [],
    because: "what a value must look like does not depend on where it is configured",
  },
  "webhook-address.ts": {
    may: ["contract", "config.ts", "config-values.ts"],
    packages: [],
    because: "where the webhook is deployed follows from the configuration alone",
  },
  "index.ts": {
    may: ["region.ts", "roles.ts", "functions.ts"],
    packages: [],
    because: "a codebase is the functions in a region and under an account of its own",
  },
  "kit.ts": {
    may: ["roles.ts", "functions.ts"],
    packages: [],
    because: "a Function kit is the functions under an account of its own",
  },
  "functions.ts": {
    may: ["runtime.ts", "settings-at-start.ts", "handlers"],
    packages: [],
    because: "it lists the functions and nothing more",
  },
  "region.ts": {
    may: ["contract"],
    packages: ["firebase-functions/options", "firebase-functions/params"],
    because: "it says where a codebase runs and nothing more",
  },
  "roles.ts": { may: [], packages: ["firebase-functions/options"], because: "it says what a codebase may do" },
  "options.ts": {
    may: ["contract"],
    packages: ["firebase-functions/https"],
    because: "options come before all functions",
  },
  "runtime.ts": {
    may: ["raw-bodies.ts", "safe-environment.ts", "served-function.ts"],
    packages: [],
    because: "it guards the process before anything else is loaded",
  },
  "settings-at-start.ts": {
    may: ["malformed-settings.ts", "served-function.ts"],
    packages: [],
    because: "it refuses a deployment whose settings are amiss, before a function of ours is defined, and nothing more",
  },
  "malformed-settings.ts": {
    may: ["config.ts", "config-values.ts", "param-value.ts", "safe-environment.ts"],
    packages: [],
    because: "every rule for a param stands in the configuration",
  },
  "param-value.ts": { may: [], packages: [], because: "the hook before a deployment and its start judge values alike" },
  "served-function.ts": {
    may: ["contract"],
    packages: [],
    because: "it knows the functions by the table of callables",
  },
  "raw-bodies.ts": {
    may: ["body-guard.ts", "body-limits.ts"],
    packages: ["node:"],
    because: "it works before anything else is loaded",
  },
  "body-guard.ts": { may: [], packages: ["node:"], because: "it works before anything else is loaded" },
  "body-limits.ts": { may: ["served-function.ts"], packages: [], because: "each function has its limit" },
  "safe-environment.ts": { may: [], packages: [], because: "it works before anything else is loaded" },
};

/** Where a file lies in no folder of `domain/`. */
export const GROUND = "domain/";

/** The order inside `domain/`, from the ground up: a file imports from its own room and from lower floors. Rooms of one floor lie side by side. */
export const DOMAIN_FLOORS: readonly (readonly string[])[] = [
  [GROUND],
  ["domain/advice"],
  ["domain/error", "domain/attempt"],
  ["domain/diagnosis"],
  ["domain/outcome"],
  ["domain/lifecycle"],
  ["domain/webhook"],
];
