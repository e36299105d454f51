import type { Configuration } from "../functions/src/config.ts";
import { GRAPH_VERSION } from "../functions/src/contract/graph-versions.ts";
import { WABA_ID } from "../graph-simulator/magic/places.ts";
import { demoSecrets } from "./demo-project.ts";

/** The demo project's configuration for use cases that run in this process: Meta is the simulator at `graphBaseUrl`, and every number is managed. */
export function demoConfiguration(
  graphBaseUrl: string,
  secrets: Readonly<Record<string, string | undefined>> = demoSecrets(),
): Configuration {
  return {
    token: secrets["META_SYSTEM_USER_TOKEN"] ?? "",
    appSecret: secrets["META_APP_SECRET"] ?? "",
    phoneNumberId: "550000000000001",
    wabaId: WABA_ID,
    businessId: null,
    appId: null,
    tokenKeys: (secrets["CUSTOMER_TOKEN_KEYS"] ?? "").split(",").filter((key) => key !== ""),
    namedIds: [],
    manages: () => true,
    managesAccount: () => true,
    graphVersion: GRAPH_VERSION,
    graphBaseUrl,
    registrationBudget: 10,
  };
}
