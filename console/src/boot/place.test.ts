import assert from "node:assert/strict";
import { test } from "node:test";
import { emulatorsOf } from "./place.ts";

/** Laid out as firebase-tools 15 writes it. */
const script = (emulators: string): string =>
  `if (typeof firebase === 'undefined') throw new Error('hosting/init-error');
var firebaseConfig = {
  "projectId": "demo-x"
};
if (firebaseConfig) {
  firebase.initializeApp(firebaseConfig);

  var firebaseEmulators = ${emulators};
  if (firebaseEmulators) {
    console.log("...");
  }
}`;

const at = (port: number) => ({ host: "127.0.0.1", port, hostAndPort: `127.0.0.1:${port}` });

test("finds the emulators that Hosting names", () => {
  const named = { auth: at(9099), firestore: at(8080), functions: at(5001) };
  assert.deepEqual(emulatorsOf(script(JSON.stringify(named, null, 2))), {
    auth: "127.0.0.1:9099",
    firestore: "127.0.0.1:8080",
    functions: "127.0.0.1:5001",
  });
});

test("finds none where Hosting names none, or not all that are needed", () => {
  assert.equal(emulatorsOf(script("undefined")), null);
  assert.equal(emulatorsOf(script(JSON.stringify({ auth: at(9099) }))), null);
  assert.equal(emulatorsOf("<!doctype html>"), null);
});
