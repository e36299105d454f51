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
  NODE_USE_ENV_PROXY: "sends requests through another machine",
  NODE_EXTRA_CA_CERTS: "trusts certificates that nobody else does",
  LD_PRELOAD: "loads foreign code",
  NODE_DEBUG: "prints what is sent and received",
  OPENSSL_CONF: "can load foreign code",
  SSLKEYLOGFILE: "writes down the keys of encrypted connections",
};

/**
 * The options of Node that say how much memory it takes and what it warns of. The others can load code, open a debugger, or change
 * how connections are made, in more spellings (`-r`, `--require`, `--import`, `--loader`, `--env-file`, …) than a list would hold.
 */
const HARMLESS_OPTIONS: ReadonlySet<string> = new Set([
  "max-old-space-size",
  "max-old-space-size-percentage",
  "max-semi-space-size",
  "min-semi-space-size",
  "stack-trace-limit",
  "enable-source-maps",
  "trace-deprecation",
  "trace-uncaught",
  "trace-warnings",
  "warnings",
  "deprecation",
  "disable-warning",
  "dns-result-order",
]);

/** Where Google's own libraries look for the emulator of one service or another. */
const EMULATOR = /_EMULATOR(?:_HOST|_HUB)?$/;

/** What a variable of this name would do; `undefined`: nothing that matters. */
function harmOf(name: string): string | undefined {
  return SWITCHES[name.toUpperCase()] ?? (EMULATOR.test(name) ? "belongs to an emulator" : undefined);
}

/**
 * Cloud Run sets K_SERVICE and K_CONFIGURATION. The functions emulator sets the first of them too, and says that it is one; the
 * CLI's discovery on a developer's machine sets neither.
 */
export function inProduction(env: NodeJS.ProcessEnv): boolean {
  if (env["K_CONFIGURATION"] !== undefined) return true;
  return env["K_SERVICE"] !== undefined && env["FUNCTIONS_EMULATOR"] !== "true";
}

/** Values are words without a path; Node reads _ as -, and quotes and backslashes could hide anything. */
function areHarmless(options: string): boolean {
  return options
    .split(" ")
    .filter((word) => word !== "")
    .every((word) => {
      const [, name] = /^--(?:no[-_])?([a-z_-]+)(?:=[\w-]*)?$/.exec(word) ?? [];
      return name === undefined ? /^\w[\w-]*$/.test(word) : HARMLESS_OPTIONS.has(name.replaceAll("_", "-"));
    });
}

/** What in this environment makes it unsafe to run in production; empty when all is well, and outside production. */
export function unsafeSettings(env: NodeJS.ProcessEnv): string[] {
  if (!inProduction(env)) return [];
  const found = Object.entries(env).flatMap(([name, value]) => {
    const harm = harmOf(name);
    return harm === undefined || value === undefined || value === "" ? [] : [`${name} ${harm}`];
  });
  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0")
    found.push("NODE_TLS_REJECT_UNAUTHORIZED switches off the checking of certificates");
  if (!areHarmless(env["NODE_OPTIONS"] ?? "")) {
    found.push("NODE_OPTIONS may load foreign code or open a debugger: only options about memory and warnings pass");
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
