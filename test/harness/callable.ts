import { z } from "zod";

const Body = z.looseObject({
  result: z.unknown().optional(),
  error: z.object({ status: z.string(), message: z.string(), details: z.unknown().optional() }).optional(),
});

/** What a callable answered, on the wire. */
export interface CallableAnswer {
  readonly httpStatus: number;
  readonly body: unknown;
  readonly result?: unknown;
  readonly error?: { status: string; message: string; details?: unknown } | undefined;
}

/** Calls a function as the Firebase SDKs do. `idToken` null: not signed in. */
export function call(name: string, data: unknown, idToken: string | null): Promise<CallableAnswer> {
  return callRaw(name, JSON.stringify({ data }), idToken);
}

/** Sends a body of one's own making to a callable. */
export async function callRaw(
  name: string,
  body: string,
  idToken: string | null,
  contentType = "application/json",
): Promise<CallableAnswer> {
  const response = await fetch(`${env("FUNCTIONS_BASE_URL")}/${name}`, {
    method: "POST",
    headers: { "content-type": contentType, ...(idToken === null ? {} : { authorization: `Bearer ${idToken}` }) },
    body,
  });
  const text = await response.text();
  const parsed = Body.parse(JSON.parse(text));
  return { httpStatus: response.status, body: parsed, result: parsed.result, error: parsed.error };
}

/** Empties Firestore, so that a test file meets numbers that no other file has touched. */
export async function clearStore(): Promise<void> {
  const emulator = `http://${env("FIRESTORE_EMULATOR_HOST")}/emulator/v1/projects/${env("GCLOUD_PROJECT")}`;
  const response = await fetch(`${emulator}/databases/(default)/documents`, { method: "DELETE" });
  if (!response.ok) throw new Error(`The Firestore emulator answered ${response.status}.`);
}

/** A document, read past the rules; `null` when there is none. */
export async function storedAt(path: string): Promise<unknown> {
  const response = await firestore(path);
  if (response.status === 404) return null;
  return plain(z.object({ fields: Fields }).parse(await response.json()).fields);
}

/** Writes a document of texts and nulls, past the rules. The SDK would try for a minute where nothing answers; this fails at once. */
export async function storeAt(path: string, values: Readonly<Record<string, string | null>>): Promise<void> {
  const fields = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === null ? { nullValue: null } : { stringValue: value },
    ]),
  );
  const response = await firestore(path, { method: "PATCH", body: JSON.stringify({ fields }) });
  if (!response.ok) throw new Error(`The Firestore emulator answered ${response.status}.`);
}

/** All documents of a collection, read past the rules. */
export async function storedBelow(path: string): Promise<unknown[]> {
  const page = Listing.parse(await (await firestore(`${path}?pageSize=300`)).json());
  return page.documents.map(({ fields }) => plain(fields));
}

/** Changes a user as the Admin SDK would. */
export async function changeUser(
  localId: string,
  change: { disableUser?: boolean; validSince?: string; customAttributes?: string; delete?: boolean },
): Promise<void> {
  const { delete: remove = false, ...update } = change;
  const project = env("GCLOUD_PROJECT");
  const base = `http://${env("FIREBASE_AUTH_EMULATOR_HOST")}/identitytoolkit.googleapis.com/v1/projects/${project}`;
  const response = await fetch(`${base}/accounts:${remove ? "delete" : "update"}`, {
    method: "POST",
    headers: { authorization: "Bearer owner", "content-type": "application/json" },
    body: JSON.stringify({ localId, ...update }),
  });
  if (!response.ok) throw new Error(`The Auth emulator answered ${response.status}.`);
}

/** A name that must be in the environment. */
export function env(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: run this with npm test.`);
  return value;
}

function firestore(path: string, request: RequestInit = {}): Promise<Response> {
  const root = `http://${env("FIRESTORE_EMULATOR_HOST")}/v1/projects/${env("GCLOUD_PROJECT")}/databases/(default)/documents`;
  const headers = { authorization: "Bearer owner", "content-type": "application/json" };
  return fetch(`${root}/${path}`, { ...request, headers });
}

const Fields = z.record(z.string(), z.unknown()).default({});
const Listing = z.object({ documents: z.array(z.object({ fields: Fields })).default([]) });
const Value = z.record(z.string(), z.unknown());

const plain = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plainValue(value)]));

/** A value of Firestore's REST API as the SDKs show it; timestamps as their text. */
function plainValue(value: unknown): unknown {
  const [[kind, inner] = ["nullValue", null]] = Object.entries(Value.parse(value));
  if (kind === "nullValue") return null;
  if (kind === "integerValue") return Number(inner);
  if (kind === "mapValue") return plain(z.object({ fields: Fields }).parse(inner).fields);
  if (kind === "arrayValue")
    return z
      .object({ values: z.array(z.unknown()).default([]) })
      .parse(inner)
      .values.map(plainValue);
  return inner;
}
