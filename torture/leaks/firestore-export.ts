import { z } from "zod";
import type { Place } from "./leaks.ts";

const Page = z.object({
  documents: z.array(z.looseObject({ name: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});
const Collections = z.object({ collectionIds: z.array(z.string()).default([]), nextPageToken: z.string().optional() });

/**
 * Everything that Firestore holds: each document as the REST API shows it, with its path. Read past the rules.
 * FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set.
 */
export async function exportFirestore(): Promise<Place[]> {
  const root = `projects/${process.env["GCLOUD_PROJECT"]}/databases/(default)/documents`;
  return below(root);
}

async function below(parent: string): Promise<Place[]> {
  const places: Place[] = [];
  for (const collection of await collectionsOf(parent)) {
    for (const document of await documentsOf(`${parent}/${collection}`)) {
      places.push({ name: document.name, text: JSON.stringify(document) }, ...(await below(document.name)));
    }
  }
  return places;
}

async function collectionsOf(parent: string): Promise<string[]> {
  const ids: string[] = [];
  let pageToken: string | undefined;
  do {
    const body = JSON.stringify({ pageSize: 300, ...(pageToken === undefined ? {} : { pageToken }) });
    const page = Collections.parse(await ask(`${encoded(parent)}:listCollectionIds`, { method: "POST", body }));
    ids.push(...page.collectionIds);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && pageToken !== "");
  return ids;
}

/** Documents that are not there, but have something below them, too. */
async function documentsOf(collection: string): Promise<z.infer<typeof Page>["documents"]> {
  const documents: z.infer<typeof Page>["documents"] = [];
  let pageToken = "";
  do {
    const query = new URLSearchParams({ pageSize: "300", showMissing: "true", pageToken });
    const page = Page.parse(await ask(`${encoded(collection)}?${query.toString()}`, {}));
    documents.push(...page.documents);
    pageToken = page.nextPageToken ?? "";
  } while (pageToken !== "");
  return documents;
}

/** An id may hold a colon, behind which the REST API looks for the name of a method. */
const encoded = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

async function ask(path: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(`http://${process.env["FIRESTORE_EMULATOR_HOST"]}/v1/${path}`, {
    ...request,
    headers: { authorization: "Bearer owner", "content-type": "application/json" },
  });
  if (!response.ok) throw new Error(`The Firestore emulator answered ${response.status} to ${path}.`);
  return response.json();
}
