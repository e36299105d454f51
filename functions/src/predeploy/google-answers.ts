import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { DeployedFunctions } from "./roles.ts";

const PATIENCE_MS = 60_000;

const Listed = z.object({ result: DeployedFunctions });
const Said = z.object({ error: z.string() });

/** Whether there is a database: `unknown` also where its API is off, or this person may not look. */
export type DatabaseStanding = "there" | "missing" | "unknown";

/** What to find out. */
export interface Questions {
  readonly secrets: readonly string[];
  /** Id of the database. */
  readonly database: string;
  readonly alsoFunctions: boolean;
}

/** What the CLI finds out with the rights of the person who deploys. */
export interface Answers {
  /** `undefined`: it was not asked, or could not be found out. */
  readonly deployed: z.infer<typeof DeployedFunctions> | undefined;
  /** Whether the latest version of each of these secrets is blank; `undefined`: there is none yet, or it may not be read. */
  readonly blank: ReadonlyMap<string, boolean | undefined>;
  readonly database: DatabaseStanding;
}

/** How one question to the CLI ended, and what it printed. */
interface Answer {
  readonly good: boolean;
  readonly stdout: string;
}

type Ask = (...args: readonly string[]) => Promise<Answer>;

/**
 * Asks with the very CLI that is deploying, in processes of its own; secrets are compared here, and go nowhere.
 *
 * @param command what starts the CLI
 */
export async function askGoogle(
  command: readonly string[],
  project: string,
  { secrets, database, alsoFunctions }: Questions,
): Promise<Answers> {
  return asking(command, project, async (ask) => {
    const [list, standing, ...values] = await Promise.all([
      alsoFunctions ? ask("functions:list", "--json") : undefined,
      standingOf(database, ask),
      ...secrets.map((name) => ask("functions:secrets:access", name)),
    ]);
    return {
      deployed: list?.good === true ? Listed.safeParse(parsed(list.stdout)).data?.result : undefined,
      blank: new Map(
        secrets.map((name, index) => [
          name,
          values[index]?.good === true ? values[index].stdout.trim() === "" : undefined,
        ]),
      ),
      database: standing,
    };
  });
}

/** Asks for one database alone. */
export const askForDatabase = (
  command: readonly string[],
  project: string,
  database: string,
): Promise<DatabaseStanding> => asking(command, project, (ask) => standingOf(database, ask));

async function standingOf(database: string, ask: Ask): Promise<DatabaseStanding> {
  const { good, stdout } = await ask("firestore:databases:get", database, "--json");
  if (good) return "there";
  return /HTTP Error: 404\b/u.test(Said.safeParse(parsed(stdout)).data?.error ?? "") ? "missing" : "unknown";
}

async function asking<T>(
  [program = "", ...script]: readonly string[],
  project: string,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  // What the CLI prints goes into a debug log as well.
  const scratch = await mkdtemp(path.join(tmpdir(), "predeploy-"));
  const env = { ...process.env, FIREBASE_DEBUG_PATH: `${scratch}${path.sep}`, NO_UPDATE_NOTIFIER: "1" };
  const options = { cwd: scratch, env, timeout: PATIENCE_MS };
  try {
    return await work(async (...args) => {
      const all = [...script, ...args, "--project", project, "--non-interactive"];
      return promisify(execFile)(program, all, options)
        .then(({ stdout }) => ({ good: true, stdout }))
        .catch((error: unknown) => ({ good: false, stdout: stdoutOf(error) }));
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const stdoutOf = (error: unknown): string =>
  error instanceof Error && "stdout" in error && typeof error.stdout === "string" ? error.stdout : "";

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
