import { setGlobalOptions } from "firebase-functions/options";
import { refuseUnsafeEnvironment } from "./safe-environment.ts";

/** Where functions run. Frontends name it too: `getFunctions(app, "us-central1")`. */
const REGION = "us-central1";

refuseUnsafeEnvironment(process.env);

// Re-exports are evaluated before index.ts itself, so what holds for every function is set in a module that index.ts imports first.
setGlobalOptions({
  region: REGION,
  memory: "256MiB",
  concurrency: 40,
  maxInstances: 10,
  timeoutSeconds: 90,
});
