/** Switches that weaken security and have no place in production, with what each would do. */
const SWITCHES: Readonly<Record<string, string>> = {
  FUNCTIONS_EMULATOR: "would let Graph's address be changed",
  FIREBASE_DEBUG_MODE: "switches on debug features of the framework",
  FIREBASE_DEBUG_FEATURES: "can switch off the checking of tokens",
  FIRESTORE_EMULATOR_HOST: "sends the ledger to another Firestore",
  FIREBASE_AUTH_EMULATOR_HOST: "accepts unsigned ID tokens",
  HTTP_PROXY: "sends requests through another machine",
  HTTPS_PROXY: "sends requests through another machine",
  ALL_PROXY: "sends requests through another machine",
  SSLKEYLOGFILE: "writes down the keys of encrypted connections",
};

/**
 * What in this environment makes it unsafe to run in production; empty when all is well.
 * Only Cloud Run sets K_CONFIGURATION: emulators and the CLI's discovery on a developer's machine are not judged.
 */
export function unsafeSettings(env: NodeJS.ProcessEnv): string[] {
  if (env["K_CONFIGURATION"] === undefined) return [];
  const found = Object.entries(env)
    .filter(([name, value]) => value !== undefined && value !== "" && SWITCHES[name.toUpperCase()] !== undefined)
    .map(([name]) => `${name} ${SWITCHES[name.toUpperCase()] ?? ""}`);
  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0")
    found.push("NODE_TLS_REJECT_UNAUTHORIZED switches off the checking of certificates");
  if (/--(?:inspect|use-openssl-ca|tls-keylog|require|import)\b/.test(env["NODE_OPTIONS"] ?? "")) {
    found.push("NODE_OPTIONS opens a debugger or loads foreign code");
  }
  const graph = env["META_GRAPH_BASE_URL"];
  if (graph !== undefined && graph !== "" && URL.parse(graph)?.origin !== "https://graph.facebook.com") {
    found.push("META_GRAPH_BASE_URL would send the token elsewhere");
  }
  return found;
}

/** @throws Error naming every switch, so that the deployment fails to start instead of running unsafely. */
export function refuseUnsafeEnvironment(env: NodeJS.ProcessEnv): void {
  const found = unsafeSettings(env);
  if (found.length > 0)
    throw new Error(`Refusing to start in production: ${found.join("; ")}. Remove these settings and deploy again.`);
}
