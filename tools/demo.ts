import { parseArgs } from "node:util";
import { doc, onSnapshot } from "firebase/firestore";
import { httpsCallable } from "firebase/functions";
import { PhoneNumberDocument } from "../functions/src/contract/phone-number.ts";
import { RegistrationResult } from "../functions/src/contract/register-phone-number.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { demoParams, demoSecrets } from "./demo-project.ts";
import { openSession, type EmulatorSession } from "./emulators/emulator-session.ts";
import type { Emulators } from "./emulators/emulator-suite.ts";
import { withEmulators } from "./emulators/emulators.ts";
import { freePorts } from "./emulators/ports.ts";
import { main, SetupError } from "./setup/progress.mjs";

const USAGE = `npm run demo             the main job once: a number is registered
npm run demo -- --life   a number's whole life, from verification to the removal of the app`;

/** A number that Meta words as "(#100) Missing Permission" although the token is in order. */
const MISSING_PERMISSION_NUMBER = "556000000000024";

/** `npm run demo`: the main job once, as a frontend would do it, with every step printed; `--life`: a number's whole life. */
await main(async () => {
  const { life } = commandLine();
  const simulator = await startSimulator();
  try {
    const options = {
      ports: await freePorts(),
      params: { META_GRAPH_BASE_URL: simulator.url },
      secrets: demoSecrets(),
    };
    await withEmulators(options, async (emulators) => {
      if (!life) return play(emulators, simulator);
      const { playLife } = await import("./life/play-life.ts");
      return playLife(emulators, simulator);
    });
  } finally {
    await simulator.close();
  }
});

function commandLine(): { life: boolean } {
  try {
    return parseArgs({ options: { life: { type: "boolean", default: false } } }).values;
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
}

async function play(emulators: Emulators, simulator: Simulator): Promise<void> {
  const number = demoParams()["META_PHONE_NUMBER_ID"] ?? "";
  const session = await openSession(emulators.env, { whatsappOperator: true });
  say("1. An operator signs in: a Firebase user with the custom claim whatsappOperator.");
  const stopWatching = watch(session, number);
  say(`2. The frontend calls registerPhoneNumber({ pin: "••••••" }) for the configured number ${number}.`);
  const result = await register(session, { pin: "123456" });
  show("   What Meta (the simulator) was asked:", requestsAbout(simulator, number));
  show("3. The answer:", [JSON.stringify(result, null, 2)]);
  await stopWatching();

  say(`4. Another number, ${MISSING_PERMISSION_NUMBER}, meets Meta's "(#100) Missing Permission":`);
  const refused = await register(session, { pin: "123456", phoneNumberId: MISSING_PERMISSION_NUMBER });
  if ("message" in refused) {
    show(`   ${refused.status}: ${refused.message}`, [
      `Meta's own words: ${refused.graphError?.message ?? "none"}`,
      `Attempts left: ${refused.attempts.remaining} of ${refused.attempts.limit}`,
      ...refused.resolution.map(({ title, detail }, index) => `${index + 1}. ${title}. ${detail}`),
    ]);
  }
  say("\nDone. `npm start` keeps all of this running, with a web page to play in.");
  await session.close();
}

async function register(session: EmulatorSession, request: object): Promise<RegistrationResult> {
  const call = httpsCallable(session.functions, "registerPhoneNumber");
  return RegistrationResult.parse((await call(request)).data);
}

/** Prints the number's document as a frontend that listens to it sees it change. Resolves when the last change is shown. */
function watch(session: EmulatorSession, number: string): () => Promise<void> {
  const settled = Promise.withResolvers<undefined>();
  const stop = onSnapshot(doc(session.firestore, `whatsappNumbers/${number}`), (snapshot) => {
    if (!snapshot.exists()) return;
    const { registration, lifecycle, attempts } = PhoneNumberDocument.parse(snapshot.data());
    say(
      `   Firestore whatsappNumbers/${number}: ${registration?.status ?? "?"}, lifecycle ${lifecycle}, ${attempts?.remaining ?? "?"} attempts left`,
    );
    if (registration?.status === "registered") settled.resolve(undefined);
  });
  return async () => {
    await settled.promise;
    stop();
  };
}

function requestsAbout(simulator: Simulator, number: string): string[] {
  return simulator
    .requests()
    .filter(({ path }) => path.includes(number) || path.includes("debug_token"))
    .map(({ method, path, status }) => `${method} ${path} -> ${status ?? "no answer"}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function show(heading: string, lines: readonly string[]): void {
  say(heading);
  for (const line of lines.flatMap((text) => text.split("\n"))) say(`     ${line}`);
}
