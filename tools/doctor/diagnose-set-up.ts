import { performance } from "node:perf_hooks";
import { after } from "node:test";
import { diagnoseAccess } from "../../functions/src/app/diagnose-access.ts";
import type { AccessCheck, AccessDiagnosis } from "../../functions/src/contract/diagnose-access.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { IN_ORDER, type SetUp } from "./set-up.ts";

/** Set-ups that are played at a time: each makes some twenty reads side by side, none of which may take eight seconds. */
export const AT_ONCE = 6;

/** What a diagnosis came to, and the simulator that it was made against. */
interface Diagnosed {
  readonly diagnosis: AccessDiagnosis;
  readonly streamed: readonly AccessCheck[];
  readonly tookMs: number;
  readonly simulator: Simulator;
}

/** Diagnoses a set-up against this simulator, which is closed after the tests. */
export async function diagnose(
  simulator: Simulator,
  { configured, arrange }: Pick<SetUp, "configured" | "arrange">,
): Promise<Diagnosed> {
  after(() => simulator.close());
  arrange?.(simulator);
  const { token, appSecret, graphVersion, baseUrl, records, ...about } = { ...IN_ORDER, ...configured };
  const graph = metaGraph({ baseUrl: baseUrl ?? simulator.url, version: graphVersion, token, appSecret });
  const clock = { now: () => simulator.state.clock.now() };
  const subject = { ...about, customerId: null, graphVersion, provesAppSecret: appSecret !== "" };
  const streamed: AccessCheck[] = [];
  const began = performance.now();
  const diagnosis = await diagnoseAccess({ graph, records, clock }, subject, (check) => streamed.push(check));
  return { diagnosis, streamed, tookMs: performance.now() - began, simulator };
}
