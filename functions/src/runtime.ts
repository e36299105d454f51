import { requiresRole, setGlobalOptions } from "firebase-functions/options";
import { FUNCTION_MS } from "./contract/patience.ts";
import { keepBodiesRaw } from "./raw-bodies.ts";
import { refuseUnsafeEnvironment } from "./safe-environment.ts";

/** Where functions run. Frontends name it too: `getFunctions(app, "us-central1")`. */
const REGION = "us-central1";

refuseUnsafeEnvironment(process.env);
keepBodiesRaw(process.env);

// With these the CLI gives the functions an account of their own, instead of the project's default one, which may change everything.
requiresRole("roles/datastore.user"); // the ledger and the numbers' documents
requiresRole("roles/firebaseauth.viewer"); // whether a user was disabled or signed out
requiresRole("roles/firebaseappcheck.tokenVerifier"); // consuming App Check tokens

// Re-exports are evaluated before index.ts itself, so what holds for every function is set in a module that index.ts imports first.
setGlobalOptions({
  region: REGION,
  memory: "256MiB",
  concurrency: 40,
  maxInstances: 10,
  timeoutSeconds: FUNCTION_MS / 1000,
});
