import type { DeployingCli } from "./deploying-cli.ts";

/** Where a deployment is about to start, as the CLI tells its hooks. */
export interface Deployment {
  readonly project: string;
  /** Where firebase.json lies. */
  readonly projectFolder: string;
  /** Where the functions lie. */
  readonly folder: string;
  /** `undefined`: it could not be found. */
  readonly cli: DeployingCli | undefined;
  /** Whether somebody sits at a terminal. */
  readonly isTerminal: boolean;
}

/** What a check has found. */
export interface Findings {
  /** Sentences on what must be put right first; with any, nothing may be deployed. */
  readonly stops: readonly string[];
  /** Sentences on what the person should know. */
  readonly remarks: readonly string[];
}

/** Whether the CLI will ask, or stop where it has a question. */
export function isInteractive({ cli, isTerminal }: Deployment): boolean {
  const args = cli?.args ?? [];
  if (args.includes("--interactive")) return true;
  return isTerminal && !args.includes("--non-interactive") && !args.includes("--json");
}

/** Whether the CLI was told to answer its questions itself. */
export const saysYes = ({ cli }: Deployment): boolean =>
  cli?.args.some((arg) => arg === "--force" || arg === "-f") === true;
