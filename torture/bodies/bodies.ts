import { upload } from "../../functions/src/testing/upload.ts";
import { payload, quality, signatureOf } from "../../functions/src/testing/webhook-payloads.ts";
import { startSimulator, type Simulator } from "../../graph-simulator/server.ts";
import { demoParams, demoSecrets } from "../../tools/demo-project.ts";
import { openSession } from "../../tools/emulators/emulator-session.ts";
import { nothingHeard, type Heard } from "../heard.ts";
import type { Report } from "../report.ts";
import { registration, strangers, type Framing } from "./crowd.ts";
import { limitedProcess, type Limited } from "./limited-process.ts";
import { spoiltFunctions, UNBOUNDED } from "./spoilt-functions.ts";

/** As functions/src/options.ts and handlers/meta-webhook.ts deploy them. */
const CALLABLE_MIB = 256;
const WEBHOOK_MIB = 512;
const WEBHOOK_CONCURRENCY = 20;

/** The largest deliveries that Meta sends, with their JSON escapes. */
const LARGEST_DELIVERY = 4 * 1024 * 1024;

const TURNS = 3;

type Way = Limited["way"];

/** One crowd, and what became of the process that it met. */
interface Round {
  readonly what: string;
  readonly memoryMib: number;
  readonly peakMib: number;
  readonly died: boolean;
  /** What went wrong, in words; empty when all went well. */
  readonly wrong: string;
}

/**
 * Throws bodies of 31 MiB by anonymous callers at functions that have no more memory than they are deployed with, while a
 * registration is in flight; and at the webhook, as many of the largest signed deliveries as one instance takes at once. The
 * emulators' addresses must be in the environment, and the functions built.
 */
export async function bodies(short: boolean, heard: Heard): Promise<Report> {
  const simulator = await startSimulator();
  const operator = await openSession(process.env, { whatsappOperator: true });
  try {
    const idToken = await operator.idToken();
    // The Firestore emulator takes its time over the first transaction of its life.
    await duringRegistration("ours", { count: 0, framing: "chunked" }, { short, simulator, idToken, heard });
    const ours = await play("ours", { short, simulator, idToken, heard });
    const naive = await play("naive", { short, simulator, idToken, heard });
    const isFound = await findsDefect({ short, simulator, idToken, heard: nothingHeard() });
    return {
      title: "Bodies: 31 MiB each, from strangers and at once, at instances with no more memory than is deployed",
      figures: [
        ...ours.map((round, index) => [round.what, told(round), told(naive[index] ?? round)] as const),
        [`found when it is put in on purpose: ${UNBOUNDED.title}`, isFound ? "yes" : "no", ""],
      ],
      violations: [
        ...ours.filter(({ died, wrong }) => died || wrong !== "").map((round) => `${round.what}: ${told(round)}`),
        ...(isFound ? [] : [`The crowds do not find this defect: ${UNBOUNDED.title}.`]),
      ],
    };
  } finally {
    await operator.close();
    await simulator.close();
  }
}

interface Stage {
  readonly short: boolean;
  readonly simulator: Simulator;
  readonly idToken: string;
  /** The folder of other functions than those of the way. */
  readonly source?: string;
  readonly heard: Heard;
}

/** Whether a crowd does harm to functions that have a defect. */
async function findsDefect(stage: Stage): Promise<boolean> {
  const { source, remove } = spoiltFunctions();
  try {
    const { died, wrong } = await duringRegistration("ours", { count: 6, framing: "chunked" }, { ...stage, source });
    return died && wrong.includes("the registration");
  } finally {
    remove();
  }
}

async function play(way: Way, stage: Stage): Promise<Round[]> {
  const rounds: Round[] = [];
  for (const count of stage.short ? [6] : [6, 40])
    for (const framing of ["with content-length", "chunked"] as const)
      rounds.push(await duringRegistration(way, { count, framing }, stage));
  for (const framing of stage.short ? (["chunked"] as const) : (["with content-length", "chunked"] as const))
    rounds.push(await atTheWebhook(way, framing, stage));
  rounds.push(await signedDeliveries(way, stage));
  return rounds;
}

let numbers = 0;

async function duringRegistration(
  way: Way,
  { count, framing }: { readonly count: number; readonly framing: Framing },
  { simulator, idToken, heard, source }: Stage,
): Promise<Round> {
  const instance = await limitedProcess({
    way,
    source,
    name: "registerPhoneNumber",
    memoryMib: CALLABLE_MIB,
    graphUrl: simulator.url,
    heard,
  });
  numbers += 1;
  const phoneNumberId = `5650${String(Date.now()).slice(-9)}${String(numbers).padStart(2, "0")}`;
  const call = registration(instance.url, phoneNumberId, simulator, idToken);
  await call.sent;
  const refused = await strangers(instance.url, count, framing);
  const answer = await call.answer;
  const { peakMib, died } = await instance.stop();
  if (way === "ours") heard.answers.push(answer);
  const isRegistered = answer.includes('"status":"registered"');
  const letIn = refused.filter(({ status }) => status !== 413).length;
  const wrong = [
    ...(isRegistered
      ? []
      : [
          answer === "cut off"
            ? "the registration was cut off"
            : `the registration: ${answer} ${instance.errors().join(" ")}`,
        ]),
    ...(letIn === 0 ? [] : [`${letIn} of ${count} not answered 413`]),
  ].join(", ");
  const what = `${count} bodies ${framing} during a registration, ${CALLABLE_MIB} MiB`;
  return { what, memoryMib: CALLABLE_MIB, peakMib, died, wrong };
}

async function atTheWebhook(way: Way, framing: Framing, { simulator, heard }: Stage): Promise<Round> {
  const instance = await limitedProcess({
    way,
    name: "metaWebhook",
    memoryMib: WEBHOOK_MIB,
    graphUrl: simulator.url,
    heard,
  });
  const refused = await strangers(instance.url, WEBHOOK_CONCURRENCY, framing);
  const { peakMib, died } = await instance.stop();
  const wrong = refused.every(({ status }) => status === 413) ? "" : "not all were answered 413";
  const what = `${WEBHOOK_CONCURRENCY} bodies ${framing} at the webhook, ${WEBHOOK_MIB} MiB`;
  return { what, memoryMib: WEBHOOK_MIB, peakMib, died, wrong };
}

async function signedDeliveries(way: Way, { simulator, heard }: Stage): Promise<Round> {
  const instance = await limitedProcess({
    way,
    name: "metaWebhook",
    memoryMib: WEBHOOK_MIB,
    graphUrl: simulator.url,
    heard,
  });
  const secret = demoSecrets()["META_APP_SECRET"] ?? "";
  const deliveries = Array.from({ length: WEBHOOK_CONCURRENCY }, (_, index) => largest(index));
  let left = deliveries;
  // As Meta does: what was not stored is sent again.
  for (let turn = 0; turn < TURNS && left.length > 0; turn += 1) {
    const answers = await Promise.all(left.map((body) => deliver(instance.url, body, secret)));
    left = left.filter((_, index) => answers[index] !== 200);
  }
  const { peakMib, died } = await instance.stop();
  const what = `${WEBHOOK_CONCURRENCY} signed deliveries of 4 MiB at once, ${WEBHOOK_MIB} MiB`;
  return { what, memoryMib: WEBHOOK_MIB, peakMib, died, wrong: left.length === 0 ? "" : `${left.length} not taken` };
}

async function deliver(url: string, body: Buffer, secret: string): Promise<number | null> {
  const headers = {
    "content-type": "application/json",
    "content-length": body.length,
    "x-hub-signature-256": signatureOf(body, secret),
  };
  return (await upload(url, body, { headers })).status;
}

/** A delivery as full as Meta sends them: one event about a number, among messages of the number's customers. */
function largest(index: number): Buffer {
  const wabaId = demoParams()["META_WABA_ID"] ?? "";
  const message = { field: "messages", value: { messages: [{ type: "text", text: { body: "x".repeat(1000) } }] } };
  const event = quality("15550009999", `E${index}`);
  const count = Math.floor(LARGEST_DELIVERY / 1200);
  const body = payload([event, ...Array.from({ length: count }, () => message)], { wabaId });
  return Buffer.concat([body, Buffer.alloc(LARGEST_DELIVERY - body.length, " ")]);
}

function told({ memoryMib, peakMib, died, wrong }: Round): string {
  const memory = died ? `killed at ${peakMib} of ${memoryMib} MiB` : `alive, at most ${peakMib} MiB`;
  return wrong === "" ? memory : `${memory}; ${wrong}`;
}
