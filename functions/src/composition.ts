import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { getApps, initializeApp } from "firebase-admin/app";
import { getFirestore, type Firestore } from "firebase-admin/firestore";
import type { Clock } from "./app/ports.ts";
import type { RegistrationPorts } from "./app/register-phone-number.ts";
import type { Configuration } from "./config.ts";
import { firestoreAttempts } from "./firestore/attempts.ts";
import { firestoreTokenCircuit } from "./firestore/token-circuit.ts";
import { metaGraph } from "./graph/meta-graph.ts";
import { journal } from "./journal/journal.ts";

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

function database(): Firestore {
  const [app] = getApps();
  return getFirestore(app ?? initializeApp());
}

/** The adapters that a registration works with. */
export function registrationPorts(config: Configuration): RegistrationPorts {
  const db = database();
  return {
    graph: metaGraph({
      baseUrl: config.graphBaseUrl,
      version: config.graphVersion,
      token: config.token,
      appSecret: config.appSecret,
    }),
    attempts: firestoreAttempts(db, config.registrationBudget),
    circuit: firestoreTokenCircuit(db, config.token),
    clock,
    journal,
  };
}
