import { diagnoseAccess } from "../../functions/src/app/diagnose-access.ts";
import type { AccessDiagnosis } from "../../functions/src/contract/diagnose-access.ts";
import { GRAPH_VERSION } from "../../functions/src/contract/graph-versions.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { APP_ID, WABA_ID } from "../../graph-simulator/magic/places.ts";
import { PLAIN_NUMBER_ID } from "../../graph-simulator/magic/plain.ts";
import { startSimulator } from "../../graph-simulator/server.ts";

/** A true diagnosis, with one of the simulator's tokens. */
export async function diagnosisWith(token: string): Promise<AccessDiagnosis> {
  const simulator = await startSimulator();
  try {
    const graph = metaGraph({ baseUrl: simulator.url, version: GRAPH_VERSION, token, appSecret: "" });
    return await diagnoseAccess(
      { graph, records: null, clock: { now: () => Date.now() } },
      {
        phoneNumberId: PLAIN_NUMBER_ID,
        wabaId: WABA_ID,
        customerId: null,
        accountIsKnown: true,
        expectedAppId: APP_ID,
        businessId: null,
        provesAppSecret: false,
        graphVersion: GRAPH_VERSION,
        ownWebhook: null,
      },
    );
  } finally {
    await simulator.close();
  }
}
