import assert from "node:assert/strict";
import { it } from "node:test";
import { leaks, proofOf } from "../torture/leaks/leaks.ts";
import { logs, secrets } from "./harness/emulators.ts";

// This file comes last and sees what all the others made the functions print.

it("Firestore's emulator was not kept busy with pages that are gone", () => {
  const said = logs().find(({ text }) => text.includes("too many pending messag"));
  assert.equal(said?.file, undefined, "files that start a browser are to come after those that write much");
});

it("nothing that the whole stage printed holds a secret", () => {
  const token = secrets["META_SYSTEM_USER_TOKEN"] ?? "";
  const appSecret = secrets["META_APP_SECRET"] ?? "";
  assert.ok(token !== "" && appSecret !== "");
  const printed = logs();
  assert.ok(printed.some(({ text }) => text !== ""));
  // Meta itself puts the verify token into the handshake's URL, which whoever serves HTTP may log.
  const canaries = [
    { name: "the token", value: token },
    { name: "the app secret", value: appSecret },
    { name: "the proof", value: proofOf(appSecret, token) },
  ];
  assert.deepEqual(
    leaks(
      canaries,
      printed.map(({ file, text }) => ({ name: file, text })),
    ),
    [],
  );
});
