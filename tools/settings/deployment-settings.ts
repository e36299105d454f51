import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import {
  CLAIM_NAME,
  DATABASE_ID,
  DEFAULT_CUSTOMERS_CLAIM,
  DEFAULT_DATABASE,
  DEFAULT_OPERATOR_CLAIM,
  DEFAULT_REGION,
  REGION,
} from "../../functions/src/contract/deployment.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");

/** Where a project's functions and documents are, and what makes a user an operator. */
export interface DeploymentSettings {
  readonly region: string;
  readonly database: string;
  readonly operatorClaim: string;
  /** The claim that lists the customers for whom a user may act. */
  readonly customersClaim: string;
  /** Whether the functions ask for an App Check token. */
  readonly appCheck: boolean;
  /** Before the functions' names; empty: none. */
  readonly prefix: string;
  /** What Meta's dialog for customers is opened with; `null`: it is not offered. */
  readonly signup: { readonly appId: string; readonly configId: string } | null;
}

const optionalId = z
  .string()
  .regex(/^\s*(\d{5,20})?\s*$/)
  .default("")
  .transform((id) => id.trim());

const Params = z.object({
  FUNCTIONS_REGION: z.string().regex(REGION).default(DEFAULT_REGION),
  FIRESTORE_DATABASE: z.string().regex(DATABASE_ID).default(DEFAULT_DATABASE),
  OPERATOR_CLAIM: z.string().regex(CLAIM_NAME).default(DEFAULT_OPERATOR_CLAIM),
  CUSTOMERS_CLAIM: z.string().regex(CLAIM_NAME).default(DEFAULT_CUSTOMERS_CLAIM),
  ENFORCE_APP_CHECK: z.enum(["true", "false"]).default("true"),
  META_APP_ID: optionalId,
  META_SIGNUP_CONFIG_ID: optionalId,
});

const FirebaseJson = z.object({ functions: z.object({ prefix: z.string().default("") }) });
const Firebaserc = z.object({ projects: z.record(z.string(), z.string()).default({}) });

/**
 * Reads them where the Firebase CLI does: params from `functions/.env`, then those of the project and of its alias; the prefix from
 * firebase.json.
 *
 * @param folder the one with firebase.json
 * @throws Error naming the param that is malformed.
 */
export function deploymentSettings(project: string | undefined, folder = ROOT): DeploymentSettings {
  const { projects } = Firebaserc.parse(json(path.join(folder, ".firebaserc")) ?? {});
  const aliases = Object.keys(projects).filter((alias) => projects[alias] === project);
  const names = ["", ...(project === undefined ? [] : [`.${project}`]), ...aliases.map((alias) => `.${alias}`)];
  const params = Object.assign(
    {},
    ...names.map((name) => env(path.join(folder, "functions", `.env${name}`))),
  ) as unknown;
  const read = Params.safeParse(params);
  if (!read.success) {
    const wrong = [...new Set(read.error.issues.map((issue) => issue.path.join(".")))];
    throw new Error(`The params in functions/.env and its like are malformed: ${wrong.join(", ")}.`);
  }
  const { META_APP_ID: appId, META_SIGNUP_CONFIG_ID: configId } = read.data;
  const { functions } = FirebaseJson.parse(json(path.join(folder, "firebase.json")));
  return {
    region: read.data.FUNCTIONS_REGION,
    database: read.data.FIRESTORE_DATABASE,
    operatorClaim: read.data.OPERATOR_CLAIM,
    customersClaim: read.data.CUSTOMERS_CLAIM,
    appCheck: read.data.ENFORCE_APP_CHECK === "true",
    prefix: functions.prefix,
    signup: appId === "" || configId === "" ? null : { appId, configId },
  };
}

function env(file: string): NodeJS.Dict<string> {
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}

function json(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
