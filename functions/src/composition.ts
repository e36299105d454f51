import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { AccountGraph, AddedNumbers } from "./app/account-ports.ts";
import type { AdditionPorts } from "./app/addition.ts";
import type { AttemptPorts } from "./app/attempt-plan.ts";
import type { WebhookConnectionPorts } from "./app/connect-webhook.ts";
import type { DiagnosisPorts } from "./app/diagnose-access.ts";
import type { RequestPorts } from "./app/idempotent-call.ts";
import type { LeasedPorts } from "./app/leased-call.ts";
import type { SendingSource } from "./app/look-at-sending.ts";
import type { Clock, DiagnosticGraph } from "./app/ports.ts";
import type { ReconcilePorts } from "./app/reconcile-ports.ts";
import type { RefreshPorts } from "./app/refresh-phone-number.ts";
import type { TestMessagePorts } from "./app/send-test-message.ts";
import { firestoreDatabase, type Configuration } from "./config.ts";
import { firestoreAccountLeases } from "./firestore/account-leases.ts";
import { firestoreAddedNumbers } from "./firestore/added-numbers.ts";
import { firestoreAttempts } from "./firestore/attempts.ts";
import { database } from "./firestore/database.ts";
import { firestoreDueNumbers } from "./firestore/due-numbers.ts";
import { firestoreLeases } from "./firestore/leases.ts";
import { firestorePhoneNumbers } from "./firestore/phone-numbers.ts";
import { firestoreReconcilerMemory } from "./firestore/reconciler-memory.ts";
import { firestoreRecords } from "./firestore/records.ts";
import { firestoreRequests } from "./firestore/requests.ts";
import { firestoreTestMessages } from "./firestore/test-messages.ts";
import { firestoreTokenCircuit } from "./firestore/token-circuit.ts";
import type { GraphAccess } from "./graph/access.ts";
import { metaGraph } from "./graph/meta-graph.ts";
import { usageMeter } from "./graph/usage-meter.ts";
import { accountJournal } from "./journal/account-journal.ts";
import { journal } from "./journal/journal.ts";
import { noticeJournal } from "./journal/notice-journal.ts";

const clock: Clock = {
  now: () => Date.now(),
  stopwatch: () => {
    const wall = Date.now();
    const running = performance.now();
    return () => Math.max(Date.now() - wall, performance.now() - running);
  },
  sleep: async (ms) => {
    if (ms > 0) await pause(ms);
  },
};

function graphOf(config: Configuration, meter?: GraphAccess["meter"]): DiagnosticGraph & AccountGraph {
  return metaGraph({
    baseUrl: config.graphBaseUrl,
    version: config.graphVersion,
    token: config.token,
    appSecret: config.appSecret,
    appId: config.appId,
    ...(meter === undefined ? {} : { meter }),
  });
}

/** Every call takes of it what it needs. */
interface WholeGraph {
  readonly graph: DiagnosticGraph;
}

/** The adapters that calls work with which Meta counts: registering and deregistering. */
export function attemptPorts(config: Configuration): AttemptPorts & WholeGraph {
  const db = database(firestoreDatabase());
  return {
    graph: graphOf(config),
    attempts: firestoreAttempts(db, config.registrationBudget, clock),
    circuit: firestoreTokenCircuit(db, config.token),
    clock,
    journal,
  };
}

/** The adapters that calls work with which take a number's lease and spend no attempt. */
export function leasedPorts(config: Configuration): LeasedPorts & WholeGraph {
  return { graph: graphOf(config), leases: firestoreLeases(database(firestoreDatabase())), clock, journal };
}

/** By which it is found out whether messages from a number arrive. */
function sendingSource(
  { phoneNumberId, wabaId, appId, graphVersion }: Configuration,
  graph: DiagnosticGraph,
): SendingSource {
  return { graph, configured: { phoneNumberId, wabaId }, expectedAppId: appId, graphVersion };
}

/** The adapters that reading a number anew works with. */
export function refreshPorts(config: Configuration): RefreshPorts {
  const numbers = firestorePhoneNumbers(database(firestoreDatabase()), {
    seenBy: "refresh",
    limit: config.registrationBudget,
  });
  const graph = graphOf(config);
  const sending = sendingSource(config, graph);
  return { graph, numbers, sending, clock, journal: { ...journal, ...noticeJournal } };
}

/** The adapters that a test message is sent with. */
export function testMessagePorts(config: Configuration): TestMessagePorts {
  return { graph: graphOf(config), messages: firestoreTestMessages(database(firestoreDatabase())), clock, journal };
}

/** The adapters that a request is carried out with once, whose caller gave it an id. */
export function requestPorts(): RequestPorts {
  return { requests: firestoreRequests(database(firestoreDatabase())), clock, journal };
}

/** The adapters that a number is added with. */
export function additionPorts(config: Configuration): AdditionPorts {
  return { ...accountPorts(config), added: addedNumbers() };
}

/** The adapters that the webhook is connected with. */
export function webhookConnectionPorts(config: Configuration): WebhookConnectionPorts {
  return accountPorts(config);
}

function accountPorts(config: Configuration): WebhookConnectionPorts & Pick<AdditionPorts, "graph"> {
  return {
    graph: graphOf(config),
    leases: firestoreAccountLeases(database(firestoreDatabase())),
    clock,
    journal: accountJournal,
  };
}

/** The numbers that were added from here. */
export function addedNumbers(): AddedNumbers {
  return firestoreAddedNumbers(database(firestoreDatabase()));
}

/** The adapters that a diagnosis works with. */
export function diagnosisPorts(config: Configuration): DiagnosisPorts {
  return {
    graph: graphOf(config),
    records: firestoreRecords(database(firestoreDatabase()), config.registrationBudget),
    clock,
  };
}

/** The adapters that the reconciler works with. */
export function reconcilePorts(config: Configuration): ReconcilePorts {
  const db = database(firestoreDatabase());
  const meter = usageMeter();
  const graph = graphOf(config, meter.note);
  return {
    graph,
    sending: sendingSource(config, graph),
    budget: meter,
    due: firestoreDueNumbers(db),
    added: firestoreAddedNumbers(db),
    numbers: firestorePhoneNumbers(db, { seenBy: "reconcile", limit: config.registrationBudget }),
    memory: firestoreReconcilerMemory(db, config.token),
    circuit: firestoreTokenCircuit(db, config.token),
    clock,
    journal: noticeJournal,
  };
}
