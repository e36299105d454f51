import type { Configuration } from "../../functions/src/config.ts";
import { WABA_ID } from "../../graph-simulator/magic/places.ts";
import { demoSecrets } from "../../tools/demo-project.ts";

/** The product's configuration in the battery: Meta is the simulator at `graphBaseUrl`, and every number is managed. */
export function configurationFor(graphBaseUrl: string): Configuration {
  const secrets = demoSecrets();
  return {
    token: secrets["META_SYSTEM_USER_TOKEN"] ?? "",
    appSecret: secrets["META_APP_SECRET"] ?? "",
    phoneNumberId: "550000000000001",
    wabaId: WABA_ID,
    businessId: null,
    appId: null,
    namedIds: [],
    manages: () => true,
    graphVersion: "v25.0",
    graphBaseUrl,
    registrationBudget: 10,
  };
}
