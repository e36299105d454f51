import { z } from "zod";
import { Firestore } from "../../tools/product-packages.ts";
import type { Place } from "./leaks.ts";

const Page = z.object({
  documents: z.array(z.looseObject({ name: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});

/**
 * Everything that Firestore holds: each document as the REST API shows it, with its path. Read past the rules.
 * FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set.
 */
export async function exportFirestore(): Promise<Place[]> {
  const project = process.env["GCLOUD_PROJECT"] ?? "";
  const db = new Firestore({ projectId: project });
  try {
    return await below(db, `projects/${project}/databases/(default)/documents`);
  } finally {
    await db.terminate();
  }
}

async function below(db: Firestore, parent: string): Promise<Place[]> {
  const places: Place[] = [];
  for (const collection of await collectionsOf(db, parent)) {
    for (const document of await documentsOf(`${parent}/${collection}`)) {
      places.push({ name: document.name, text: JSON.stringify(document) }, ...(await below(db, document.name)));
    }
  }
  return places;
}

/** By the SDK: the REST API takes what stands behind a colon in an id for the name of a method. */
async function collectionsOf(db: Firestore, parent: string): Promise<string[]> {
  const [, within = ""] = parent.split("/documents/");
  const collections = await (within === "" ? db.listCollections() : db.doc(within).listCollections());
  return collections.map(({ id }) => id);
}

/** Documents that are not there, but have something below them, too. */
async function documentsOf(collection: string): Promise<z.infer<typeof Page>["documents"]> {
  const documents: z.infer<typeof Page>["documents"] = [];
  let pageToken = "";
  do {
    const query = new URLSearchParams({ pageSize: "300", showMissing: "true", pageToken });
    const page = Page.parse(await ask(`${collection}?${query.toString()}`));
    documents.push(...page.documents);
    pageToken = page.nextPageToken ?? "";
  } while (pageToken !== "");
  return documents;
}

async function ask(path: string): Promise<unknown> {
  const response = await fetch(`http://${process.env["FIRESTORE_EMULATOR_HOST"]}/v1/${path}`, {
    headers: { authorization: "Bearer owner" },
  });
  if (!response.ok) throw new Error(`The Firestore emulator answered ${response.status} to ${path}.`);
  return response.json();
}
