import { addPhoneNumber } from "../../functions/src/app/add-phone-number.ts";
import type { AdditionPorts } from "../../functions/src/app/addition.ts";
import { connectWebhook } from "../../functions/src/app/connect-webhook.ts";
import { NEEDED_FIELDS } from "../../functions/src/domain/webhook-fields.ts";
import { firestoreAccountLeases } from "../../functions/src/firestore/account-leases.ts";
import { firestoreNumberHomes } from "../../functions/src/firestore/number-homes.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { journal } from "../../functions/src/journal/journal.ts";
import { APP_ID } from "../../graph-simulator/magic/places.ts";
import { startSimulator, type Simulator } from "../../graph-simulator/server.ts";
import { demoConfiguration } from "../../tools/demo-configuration.ts";
import { MATRIX_TOKEN, MATRIX_VERIFY_TOKEN } from "../canaries.ts";
import { skippingClock } from "../skipping-clock.ts";
import type { AccountCell } from "./account-cell.ts";
import { accountLeasesUnder } from "./store-faults.ts";
import { ownFirestore, type Surroundings } from "./surroundings.ts";

/** What a call came to. `answer` null: it threw. */
export interface AccountCallRun {
  readonly answer: { readonly status: string } | null;
  readonly threw: string;
  /** POSTs that Meta got of it. */
  readonly posts: number;
}

/** What one call about an account came to under its faults, and the next one, at once and without them. */
export interface AccountCellRun {
  readonly cell: AccountCell;
  readonly first: AccountCallRun;
  readonly second: AccountCallRun;
  /** How often Meta has done it, after each. */
  readonly doneAfterFirst: number;
  readonly done: number;
  /** Which documents of the added number exist in the end: all or none. */
  readonly documents: readonly string[];
  readonly cuts: number;
}

const CALLBACK_URL = "https://ours.example.com/metaWebhook";
const EVERYTHING = ["whatsapp_business_management", "whatsapp_business_messaging"].map((scope) => ({
  scope,
  targetIds: null,
}));

/** Where this cell's call is made: an account, and a number to be added to it, that no other cell has. */
interface Place {
  readonly wabaId: string;
  readonly phoneNumber: string;
  readonly simulator: Simulator;
}

/** Makes a call about an account, the product's way, with this cell's faults; and once more without them. */
export async function runAccountCell(cell: AccountCell, here: Surroundings): Promise<AccountCellRun> {
  const place = await placeFor(cell, here);
  const { simulator } = place;
  const { proxy, db, leave } = await ownFirestore(here);
  const { elsewhere, fault } = cell.post;
  const endpoint = cell.call === "addPhoneNumber" ? "add_number" : "subscribe_app";
  if (fault !== undefined) simulator.state.faults.add({ match: { endpoint }, fault, times: 1 });
  const graph = graphAt(simulator.url);
  const away = elsewhere === undefined ? graph : graphAt(here.others.urls[elsewhere]);
  const faulty: AdditionPorts = {
    ...portsOn(here, graph),
    graph: {
      ...graph,
      addNumber: (ask, deadlineMs) => away.addNumber(ask, deadlineMs),
      subscribeApp: (ask, deadlineMs) => away.subscribeApp(ask, deadlineMs),
    },
    leases: accountLeasesUnder(cell.store, { db, direct: here.direct, proxy }),
  };
  try {
    const first = await make(cell, faulty, place, "first");
    const doneAfterFirst = doneAt(cell, place);
    simulator.state.faults.clear();
    const second = await make(cell, portsOn(here, graph), place, "second");
    here.heard.answers.push(JSON.stringify([first, second]));
    return {
      cell,
      first,
      second,
      doneAfterFirst,
      done: doneAt(cell, place),
      documents: await documentsOf(place, here),
      cuts: proxy.cuts(),
    };
  } finally {
    leave();
    await simulator.close();
  }
}

const portsOn = ({ direct }: Surroundings, graph: AdditionPorts["graph"]): AdditionPorts => ({
  graph,
  leases: firestoreAccountLeases(direct),
  homes: firestoreNumberHomes(direct),
  clock: skippingClock(),
  journal,
});

function graphAt(url: string): AdditionPorts["graph"] {
  const config = demoConfiguration(url);
  return metaGraph({ ...config, token: MATRIX_TOKEN, baseUrl: url, version: config.graphVersion, appId: APP_ID });
}

async function placeFor({ call, index, post }: AccountCell, { run }: Surroundings): Promise<Place> {
  const simulator = await startSimulator();
  const own = `${run}${String(index).padStart(4, "0")}`;
  const wabaId = `7771${own}`;
  simulator.state.patchToken(MATRIX_TOKEN, { granularScopes: EVERYTHING });
  simulator.state.patchWaba(wabaId, { subscribedApps: [], phoneNumberLimit: post.refuses === true ? 1 : null });
  const subscription = { object: "whatsapp_business_account", active: true, fields: [...NEEDED_FIELDS] };
  simulator.state.patchApp(APP_ID, { subscriptions: [{ ...subscription, callbackUrl: CALLBACK_URL }] });
  // The simulator's new numbers get ids from here on.
  simulator.state.patchNumber(`559${own}00`, { wabaId: call === "addPhoneNumber" ? wabaId : "777000000000001" });
  return { wabaId, phoneNumber: `555${own}`, simulator };
}

async function make(
  { call }: AccountCell,
  ports: AdditionPorts,
  { wabaId, phoneNumber, simulator }: Place,
  attemptId: string,
): Promise<AccountCallRun> {
  const posts = (): number => simulator.requests({ method: "POST" }).length;
  const before = posts();
  const about = { wabaId, customerId: null, attemptId, businessId: null, by: "fault-matrix" };
  const wiring = { callbackUrl: CALLBACK_URL, verifyToken: MATRIX_VERIFY_TOKEN, hasAppSecret: true, appId: APP_ID };
  const number = {
    countryCode: "1",
    phoneNumber,
    verifiedName: "A shop",
    migrate: false,
    namedIds: [],
    manages: () => false,
  };
  try {
    const answer = await (call === "addPhoneNumber"
      ? addPhoneNumber(ports, { ...about, ...number })
      : connectWebhook(ports, { ...about, ...wiring, mayOverride: false }));
    return { answer, threw: "", posts: posts() - before };
  } catch (error) {
    return { answer: null, threw: String(error), posts: posts() - before };
  }
}

const addedTo = ({ wabaId, phoneNumber, simulator }: Place): string[] =>
  [...simulator.state.numbers.values()]
    .filter((number) => number.wabaId === wabaId && number.displayPhoneNumber.endsWith(phoneNumber))
    .map(({ id }) => id);

function doneAt({ call }: AccountCell, place: Place): number {
  if (call === "addPhoneNumber") return addedTo(place).length;
  return place.simulator.state.wabas.get(place.wabaId)?.subscribedApps.filter((id) => id === APP_ID).length ?? 0;
}

async function documentsOf(place: Place, { direct }: Surroundings): Promise<string[]> {
  const [id] = addedTo(place);
  if (id === undefined) return [];
  const number = direct.collection("whatsappNumbers").doc(id);
  const [document, ledger, audits] = await Promise.all([
    number.get(),
    direct.collection("whatsappLedgers").doc(id).get(),
    number.collection("whatsappAttempts").get(),
  ]);
  return [
    ...(document.get("addedAt") === undefined ? [] : ["number"]),
    ...(ledger.get("nextLookAt") == null ? [] : ["ledger"]),
    ...audits.docs.slice(0, 1).map(() => "audit"),
  ];
}
