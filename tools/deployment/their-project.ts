import type { GoogleProject } from "./google/project.ts";
import { newProject } from "./google/project.ts";
import { SECRETS } from "./rehearsal.ts";

const ID = "shop";
const DATABASE = `projects/${ID}/databases/(default)`;

/** Their rules, with more in them. */
export const theirRules = (more = ""): string =>
  `rules_version = '2'; service cloud.firestore { match /databases/{d}/documents { match /orders/{o} { allow read; } ${more} } }`;
const RULES = theirRules();

const FIELDS = [
  { fieldPath: "shop", order: "ASCENDING" },
  { fieldPath: "placedAt", order: "DESCENDING" },
];

/** Their firestore.indexes.json. */
export const theirIndexes = {
  indexes: [{ collectionGroup: "orders", queryScope: "COLLECTION", fields: FIELDS }],
  fieldOverrides: [{ collectionGroup: "sessions", fieldPath: "expireAt", ttl: true, indexes: [] }],
};

/** The files of a project that lives: a codebase, rules, indexes and a website of its own. */
export const theirFiles: Readonly<Record<string, string>> = {
  "functions/index.js": 'throw new Error("Their functions are not even loaded.");',
  "functions/package.json": JSON.stringify({ name: "theirs", main: "index.js", engines: { node: "24" } }),
  "firestore.rules": RULES,
  "firestore.indexes.json": JSON.stringify(theirIndexes),
  "public/index.html": "<h1>Shop</h1>",
  "package.json": JSON.stringify({ scripts: { build: "exit 1" } }),
};

/** Their firebase.json, with more codebases. */
export function theirFirebaseJson(...codebases: readonly unknown[]): string {
  return JSON.stringify({
    functions: [{ source: "functions", codebase: "default" }, ...codebases],
    firestore: { rules: "firestore.rules", indexes: "firestore.indexes.json" },
    hosting: { public: "public" },
  });
}

/** What Google has of that project. One of their functions has the name of one of ours. */
export function theirProject(): GoogleProject {
  const project = newProject(ID, { ...SECRETS, THEIR_KEY: "their-key" });
  for (const name of ["orders", "registerPhoneNumber"]) project.functions.set(name, theirFunction(name));
  project.policies.set("project", [
    { role: "roles/owner", members: ["user:owner@example.com"] },
    { role: "roles/datastore.user", members: [`serviceAccount:${ID}@appspot.gserviceaccount.com`] },
  ]);
  project.policies.set("run orders", [{ role: "roles/run.invoker", members: ["allUsers"] }]);
  project.policies.set("secret THEIR_KEY", [
    { role: "roles/secretmanager.secretAccessor", members: ["user:owner@example.com"] },
  ]);
  project.jobs.set("nightly", { name: `projects/${ID}/locations/us-central1/jobs/nightly`, schedule: "0 3 * * *" });
  project.indexes.push({
    name: `${DATABASE}/collectionGroups/orders/indexes/1`,
    queryScope: "COLLECTION",
    // Google adds the document's name.
    fields: [...FIELDS, { fieldPath: "__name__", order: "DESCENDING" }],
    state: "READY",
  });
  project.fields.set(`${DATABASE}/collectionGroups/sessions/fields/expireAt`, {
    name: `${DATABASE}/collectionGroups/sessions/fields/expireAt`,
    indexConfig: { indexes: [] },
    ttlConfig: {},
  });
  project.rulesets.set(`projects/${ID}/rulesets/theirs`, RULES);
  project.releases.set(`projects/${ID}/releases/cloud.firestore`, `projects/${ID}/rulesets/theirs`);
  project.sites.set(ID, `projects/${ID}/sites/${ID}/versions/theirs`);
  return project;
}

function theirFunction(name: string): Readonly<Record<string, unknown>> {
  const path = `projects/${ID}/locations/us-central1`;
  return {
    name: `${path}/functions/${name}`,
    state: "ACTIVE",
    environment: "GEN_2",
    labels: { "deployment-callable": "true", "firebase-functions-hash": "theirs" },
    buildConfig: { runtime: "nodejs22", entryPoint: name },
    serviceConfig: {
      service: `${path}/services/${name.toLowerCase()}`,
      uri: `https://${name.toLowerCase()}.a.run.app`,
      serviceAccountEmail: `${ID}@appspot.gserviceaccount.com`,
      availableMemory: "512Mi",
      maxInstanceCount: 20,
      maxInstanceRequestConcurrency: 80,
      timeoutSeconds: 60,
      environmentVariables: { THEIR_SETTING: "1" },
    },
  };
}
