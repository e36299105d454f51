import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { ConfigurationError, tokenKeys } from "../../functions/src/config-values.ts";
import { secretFromManager } from "../doctor/secret-manager.ts";
import { firebaseCommand, firebaseEnv } from "../emulators/firebase-cli.ts";
import { root } from "../root.ts";
import { SetupError } from "../setup/progress.mjs";

export const KEYS = "CUSTOMER_TOKEN_KEYS";

/** What is asked of a project: which functions it has, as `firebase functions:list --json` prints them, and a secret in a version. */
export interface Deployed {
  functions(project: string): Promise<string>;
  secret(nameAndVersion: string, project: string): Promise<string>;
}

const Listed = z.object({
  result: z.array(
    z.object({
      secretEnvironmentVariables: z
        .array(z.object({ key: z.string(), secret: z.string().optional(), version: z.string().optional() }))
        .nullish()
        .transform((given) => given ?? []),
    }),
  ),
});

/**
 * The keys that the deployed functions have, the newest first. Where the functions are a kit's, the environment variable is the same and
 * its secret is named `kit-<instance>-CUSTOMER_TOKEN_KEYS`. The latest version of the secret may be one that is not deployed yet, and
 * no function could open what was sealed with it.
 *
 * `named`: the secret, where several deployments have keys of their own. @throws SetupError where functions have different versions, or none.
 */
export async function deployedKeys(
  project: string,
  named: string | undefined,
  deployed: Deployed = theCli,
): Promise<readonly string[]> {
  const { result } = Listed.parse(JSON.parse(await deployed.functions(project)));
  const used = result.flatMap((each) => each.secretEnvironmentVariables).filter(({ key }) => key === KEYS);
  const all = used.map(({ secret = KEYS, version = "latest" }) => ({ secret, version }));
  const meant = named === undefined ? all : all.filter(({ secret }) => secret === named);
  const names = [...new Set(meant.map(({ secret }) => secret))];
  const secrets = [...new Set(meant.map(({ secret, version }) => `${secret}@${version}`))];
  const [only, ...others] = secrets;
  if (only === undefined) throw new SetupError(`No deployed function of ${project} has the secret ${named ?? KEYS}.`);
  if (names.length > 1)
    throw new SetupError(
      `${project} has several deployments of these functions, each with keys of its own. Name one with --secret: ${names.toSorted().join(", ")}.`,
    );
  if (others.length > 0)
    throw new SetupError(
      `The functions of ${project} have different versions of ${KEYS} (${secrets.toSorted().join(", ")}): deploy all of them first.`,
    );
  return keysIn(await deployed.secret(only, project));
}

/** The keys in a secret's value. @throws SetupError where there are none, or they are none. */
export function keysIn(value: string): readonly string[] {
  try {
    const keys = tokenKeys(value);
    if (keys.length > 0) return keys;
  } catch (error) {
    if (error instanceof ConfigurationError) throw new SetupError(error.message, { cause: error });
    throw error;
  }
  throw new SetupError(`${KEYS} holds no key, so there is nothing to seal with.`);
}

const MOST_BYTES = 64 * 1024 * 1024;

const theCli: Deployed = {
  functions: async (project) => {
    const [program, args] = firebaseCommand(["functions:list", "--project", project, "--json"]);
    const options = { cwd: root, env: firebaseEnv(undefined), maxBuffer: MOST_BYTES };
    try {
      return (await promisify(execFile)(program, args, options)).stdout;
    } catch (error) {
      throw new SetupError(
        `The firebase CLI could not list the functions of ${project}. Try it: npx firebase functions:list --project ${project}`,
        { cause: error },
      );
    }
  },
  secret: async (nameAndVersion, project) => {
    try {
      return await secretFromManager(nameAndVersion, project);
    } catch (error) {
      throw new SetupError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  },
};
