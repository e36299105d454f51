import { ConfigurationError, graphToken, tokenKeys } from "./config-values.ts";
import { ACCOUNT_SECRETS, customerTokenKeys, metaSystemUserToken, metaWebhookVerifyToken, PARAMS } from "./config.ts";
import { complaintAboutValue } from "./param-value.ts";
import { inProduction } from "./safe-environment.ts";

/** The params whose values are trimmed before they are used. */
const TRIMMED: ReadonlySet<string> = new Set([
  "META_BUSINESS_ID",
  "META_APP_ID",
  "META_SIGNUP_CONFIG_ID",
  "MANAGED_PHONE_NUMBER_IDS",
  "WEBHOOK_URL",
]);

/**
 * What is wrong with the values that a deployment was given, a sentence each that names the param or secret and never its value; empty
 * outside production. Only secrets that the function was given are looked at.
 */
export function malformedSettings(env: NodeJS.ProcessEnv): string[] {
  if (!inProduction(env)) return [];
  const params = PARAMS.flatMap(({ name, options: { default: otherwise, input } }) => {
    // What the CLI knows by the param's class follows from the default: every whole number and every switch has one.
    const type = typeof otherwise === "number" ? "int" : typeof otherwise;
    const text = input !== undefined && "text" in input ? input.text : undefined;
    const value = env[name] ?? (otherwise === undefined || typeof otherwise === "object" ? "" : String(otherwise));
    // A switch without a value is as it is safe, without asking: see `enforceAppCheck`.
    if (type === "boolean" && value.trim() === "") return [];
    const complaint = complaintAboutValue({ type, text }, TRIMMED.has(name) ? value.trim() : value);
    return complaint === undefined ? [] : [`${name}: ${complaint}`];
  });
  const secrets = [
    complaintOf(() => graphToken(env[metaSystemUserToken.name] ?? "none")),
    complaintOf(() => tokenKeys(env[customerTokenKeys.name] ?? "")),
    env[metaWebhookVerifyToken.name]?.trim() === "" ? `The secret ${metaWebhookVerifyToken.name} is empty.` : undefined,
  ];
  return [...params, ...secrets.filter((one) => one !== undefined)];
}

/** Whether a function was given one of our secrets, as each of ours is. */
export const isGivenSecrets = (env: NodeJS.ProcessEnv): boolean =>
  [...ACCOUNT_SECRETS, metaWebhookVerifyToken].some(({ name }) => env[name] !== undefined);

function complaintOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

/**
 * The check of a deployment that has no hook of ours: in somebody's own `index.ts`, and as a kit. Cloud Run lets no revision serve that does not
 * start, and the one before goes on.
 *
 * @throws Error naming everything that must be mended
 */
export function refuseMalformedSettings(env: NodeJS.ProcessEnv): void {
  const found = malformedSettings(env);
  if (found.length > 0)
    throw new Error(`Refusing to start:\n${found.join("\n")}\nMend these settings and deploy again.`);
}
