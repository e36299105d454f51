import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { functionsBaseUrl, readLine, type EmulatorOutput } from "./emulator-output.ts";

function read(...lines: string[]): { output: EmulatorOutput; shown: string[] } {
  const output: EmulatorOutput = { functions: {}, tail: [] };
  const shown = lines.filter((line) => readLine(output, line));
  return { output, shown };
}

const LOADED =
  "✔  functions[europe-west1-registerPhoneNumber]: http function initialized (http://127.0.0.1:5001/demo-x/europe-west1/registerPhoneNumber).";
const READY = 'EMULATORS READY {"FIRESTORE_EMULATOR_HOST":"127.0.0.1:8080","GCLOUD_PROJECT":"demo-x","HOME":"/root"}';

describe("readLine", () => {
  it("knows from the marker that all are up, and keeps only what a program needs to reach them", () => {
    assert.equal(read(LOADED).output.env, undefined);
    const { env } = read(LOADED, READY).output;
    assert.deepEqual(env, { FIRESTORE_EMULATOR_HOST: "127.0.0.1:8080", GCLOUD_PROJECT: "demo-x" });
  });

  it("learns where the functions are", () => {
    assert.equal(functionsBaseUrl(read(LOADED).output), "http://127.0.0.1:5001/demo-x/europe-west1");
  });

  it("notes why the functions could not be loaded", () => {
    const line = "⬢  functions: Failed to load function definition from source: FirebaseError: boom";
    assert.equal(read(line).output.failure, line);
    assert.throws(() => functionsBaseUrl(read(line).output), /loaded no function.*boom/su);
  });

  it("shows what the functions say once all are up, and not the emulators' own coming and going", () => {
    const stopping = "i  firestore: Stopping Firestore Emulator";
    const said = ">  registered";
    assert.deepEqual(read(LOADED, READY, "", said, stopping).shown, [said]);
  });
});
