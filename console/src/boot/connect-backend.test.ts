import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { Server } from "node:net";
import { after, before, test } from "node:test";
import { deleteApp, initializeApp, type FirebaseApp } from "firebase/app";
import { getFirestore, terminate } from "firebase/firestore";
import { connectBackend } from "./connect-backend.ts";

const PLACE = { region: "europe-west3", prefix: "wa", database: "numbers" } as const;

const called = Promise.withResolvers<string>();
const listened = Promise.withResolvers<string>();

const functions = createServer((request, response) => {
  called.resolve(request.url ?? "");
  response.writeHead(200, { "content-type": "application/json" }).end('{"result":{}}');
});
/** Firestore's SDK names the database in every request, which is gRPC in Node. */
const firestore = createHttp2Server().on("stream", (stream, headers) => {
  listened.resolve(String(headers["google-cloud-resource-prefix"]));
  stream.close();
});

let app: FirebaseApp;

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return `127.0.0.1:${address.port}`;
}

before(async () => {
  app = initializeApp({ projectId: "demo-page", apiKey: "demo" }, "connect-backend");
});
after(async () => {
  await terminate(getFirestore(app, PLACE.database));
  await deleteApp(app);
  functions.close();
  firestore.close();
});

test("the page calls the functions in their region and by their names, and listens to their database", async () => {
  const emulators = { functions: await listening(functions), firestore: await listening(firestore) };
  const backend = connectBackend(app, { ...PLACE, emulators });
  await backend.refreshPhoneNumber({}).catch(() => undefined);
  assert.equal(await called.promise, "/demo-page/europe-west3/wa-refreshPhoneNumber");
  const nothing = (): void => undefined;
  const unwatch = backend.watchPhoneNumbers(nothing, nothing);
  assert.equal(await listened.promise, "projects/demo-page/databases/numbers");
  unwatch();
});
