import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";
import { z } from "zod";
import { createRegistrationClient } from "../client/src/client.ts";
import { createWatchers, type Watched } from "../client/src/watch.ts";
import type { PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { openSession, type EmulatorSession } from "../tools/emulators/emulator-session.ts";
import { root } from "../tools/root.ts";
import { env } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { simulatorPort } from "./harness/emulators.ts";
import { firstTold } from "./harness/first-told.ts";
import { newStranger, STRANGERS_PROJECT, WAYS, type Way } from "./harness/stranger.ts";
import { startStrangersEmulator, type StrangersEmulator } from "./harness/strangers-emulator.ts";

const FirebaseJson = z.object({ functions: z.looseObject({ ignore: z.array(z.string()) }) });
const { functions: ours } = FirebaseJson.parse(JSON.parse(readFileSync(path.join(root, "firebase.json"), "utf8")));

/** What stands in the stranger's firebase.json: their codebase, which imports ours; ours beside it; and the kit. */
const CODEBASES = [
  { source: "functions", codebase: "default" },
  { source: "whatsapp", codebase: "whatsapp", prefix: "wa", runtime: "nodejs24", ignore: ours.ignore },
  {
    kit: "registration",
    source: "function-kits/registration/source",
    instances: { registration: "function-kits/registration/config" },
  },
];

const NUMBERS: Readonly<Record<Way, string>> = {
  imported: "550000000000181",
  beside: "550000000000182",
  kit: "550000000000183",
};

describe("in a stranger's project", () => {
  let simulator: Simulator;
  let emulator: StrangersEmulator;
  let operator: EmulatorSession;
  let numbersOperator: EmulatorSession;
  /** One whom every way's functions take for an operator, and the rules of the emulator too. */
  let frontend: EmulatorSession;

  const closing = closedAfterTests();
  before(async () => {
    simulator = closing(await startSimulator({ port: simulatorPort }));
    for (const id of Object.values(NUMBERS)) simulator.state.patchNumber(id, { pin: "424242" });
    operator = closing(await openSession(process.env, { whatsappOperator: true }));
    numbersOperator = closing(await openSession(process.env, { numbersOperator: true }));
    frontend = closing(await openSession(process.env, { whatsappOperator: true, numbersOperator: true }));
    const stranger = closing(await newStranger());
    emulator = closing(await startStrangersEmulator(stranger.folder, CODEBASES));
  });

  const post = async (name: string, body: string, headers: Record<string, string> = {}): Promise<[number, unknown]> => {
    const response = await fetch(`${emulator.url}/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    const text = await response.text();
    return [response.status, text.startsWith("{") ? JSON.parse(text) : text];
  };

  it("their callable answers as before", async () => {
    assert.deepEqual(await post("europe-west1/orders", '{"data":{"cups":2}}'), [
      200,
      { result: { ordered: { cups: 2 } } },
    ]);
  });

  it("their callable refuses a malformed body by itself", async () => {
    for (const body of ["{}", '{"data":1,"more":2}'])
      assert.deepEqual(await post("europe-west1/orders", body), [
        400,
        { error: { message: "Bad Request", status: "INVALID_ARGUMENT" } },
      ]);
    assert.equal((await post("europe-west1/orders", '{"data":'))[0], 400);
  });

  it("their function gets bodies parsed, however large", async () => {
    const word = "x".repeat(50_000);
    assert.deepEqual(await post("europe-west1/hook", JSON.stringify({ word })), [
      200,
      { body: { word }, bytes: word.length + '{"word":""}'.length },
    ]);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    assert.deepEqual(await post("europe-west1/hook", "a=1", form), [200, { body: { a: "1" }, bytes: 3 }]);
  });

  for (const way of Object.keys(WAYS) as Way[]) {
    const { region, before: prefix, claim } = WAYS[way];
    const register = `${region}/${prefix}registerPhoneNumber`;
    const request = JSON.stringify({ data: { phoneNumberId: NUMBERS[way], pin: "424242" } });

    it(`${way}: a number is registered, by the operators whose claim is ${claim}`, async () => {
      const [itsOperator, another] =
        claim === "whatsappOperator" ? [operator, numbersOperator] : [numbersOperator, operator];
      const as = async (session: EmulatorSession): Promise<[number, unknown]> =>
        post(register, request, { authorization: `Bearer ${await session.idToken()}` });
      const [refused] = await as(another);
      assert.equal(refused, 403);
      const [status, answer] = await as(itsOperator);
      assert.equal(status, 200, JSON.stringify(answer));
      assert.equal(z.object({ result: z.object({ status: z.string() }) }).parse(answer).result.status, "registered");
      const posts = simulator.requests({ phoneNumberId: NUMBERS[way], endpoint: "register", method: "POST" });
      assert.equal(posts.length, 1);
    });

    it(`${way}: a malformed body is answered by us, and shown to nobody`, async () => {
      const [status] = await post(register, '{"data":{"pin":"918273"');
      assert.equal(status, 401);
      assert.doesNotMatch(emulator.output(), /918273/u);
    });

    it(`${way}: a frontend calls and listens with the client, told region, prefix and database`, async () => {
      const { host } = new URL(emulator.url);
      const options = { region, prefix: prefix.slice(0, -1), emulators: { functions: host } };
      const client = createRegistrationClient(frontend.app, options);
      const result = await client.refreshPhoneNumber({ phoneNumberId: NUMBERS[way] });
      assert.equal(result.status, "refreshed", JSON.stringify(result));
      const emulators = { firestore: env("FIRESTORE_EMULATOR_HOST") };
      const watchers = createWatchers(frontend.app, { database: WAYS[way].database, emulators });
      const number = await firstTold<Watched<PhoneNumberDocument>>((onChange, onError) =>
        watchers.watchPhoneNumber(NUMBERS[way], onChange, onError),
      );
      assert.equal(number.state, "known");
    });

    it(`${way}: the number's document is in the database ${WAYS[way].database}, and in no other`, async () => {
      for (const database of ["(default)", "numbers"]) {
        const status = await statusOf(database, `whatsappNumbers/${NUMBERS[way]}`);
        assert.equal(status, database === WAYS[way].database ? 200 : 404, database);
      }
    });
  }
});

/** Whether a document is there, past the rules: 200 or 404. */
async function statusOf(database: string, document: string): Promise<number> {
  const host = process.env["FIRESTORE_EMULATOR_HOST"];
  const url = `http://${host}/v1/projects/${STRANGERS_PROJECT}/databases/${database}/documents/${document}`;
  return (await fetch(url, { headers: { authorization: "Bearer owner" } })).status;
}
