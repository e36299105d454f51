import { z } from "zod";
import { endpoint, found, type Endpoint } from "./requests.ts";

const Ruleset = z.object({ source: z.object({ files: z.array(z.object({ content: z.string() })) }) });
const Release = z.object({ name: z.string(), rulesetName: z.string() });
const Patch = z.object({ release: Release });
const Field = z.looseObject({ indexConfig: z.unknown().optional() });

/** Firestore's indexes and TTL policies, and the security rules. */
export const firestoreEndpoints: readonly Endpoint[] = [
  endpoint("GET firestore.googleapis.com/v1/projects/*/databases/*", ({ names: [id, name = ""] }, { databases }) => ({
    name: `projects/${id}/databases/${found(databases.has(name) ? name : undefined, name)}`,
    databaseEdition: "STANDARD",
  })),
  endpoint(
    "GET firestore.googleapis.com/v1/projects/*/databases/*/collectionGroups/-/indexes",
    (_sent, { indexes }) => ({
      indexes,
    }),
  ),
  endpoint("GET firestore.googleapis.com/v1/projects/*/databases/*/collectionGroups/-/fields", (_sent, { fields }) => ({
    fields: [...fields.values()],
  })),
  endpoint("PATCH firestore.googleapis.com/v1/**", ({ names: [name = ""], body }, { fields }) => {
    fields.set(name, { ...Field.parse(body), name });
  }),
  endpoint("POST firebaserules.googleapis.com/v1/projects/*:test", () => ({})),
  endpoint("POST firebaserules.googleapis.com/v1/projects/*/rulesets", ({ names: [id], body }, { rulesets }) => {
    const [file] = Ruleset.parse(body).source.files;
    const name = `projects/${id}/rulesets/r${rulesets.size + 1}`;
    rulesets.set(name, file?.content ?? "");
    return { name };
  }),
  endpoint("GET firebaserules.googleapis.com/v1/projects/*/rulesets/*", ({ names: [id, short] }, { rulesets }) => {
    const name = `projects/${id}/rulesets/${short}`;
    return { name, source: { files: [{ name: "firestore.rules", content: found(rulesets.get(name), name) }] } };
  }),
  endpoint("GET firebaserules.googleapis.com/v1/projects/*/releases", (_sent, { releases }) => ({
    releases: [...releases].map(([name, rulesetName]) => ({ name, rulesetName, createTime: "2026-01-01T00:00:00Z" })),
  })),
  endpoint("POST firebaserules.googleapis.com/v1/projects/*/releases", ({ body }, { releases }) => {
    const { name, rulesetName } = Release.parse(body);
    releases.set(name, rulesetName);
    return { name };
  }),
  endpoint("PATCH firebaserules.googleapis.com/v1/projects/*/releases/**", ({ body }, { releases }) => {
    const { name, rulesetName } = Patch.parse(body).release;
    releases.set(name, rulesetName);
    return { name };
  }),
];
