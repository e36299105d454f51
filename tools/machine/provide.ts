import path from "node:path";
import { root } from "../root.ts";
import { withLock } from "../setup/lock.mjs";
import { SetupError, step } from "../setup/progress.mjs";

/** Is told which share of a download has arrived, 0 to 1. */
export type Progress = (share: number) => void;

/** Something outside npm's packages that a command needs, and that can be had for this repository alone. */
export interface Part {
  /** In words for a message. */
  name: string;
  /** What getting it downloads, at most. */
  megabytes: number;
  isThere: () => Promise<boolean>;
  /** @throws SetupError in one line: what is missing, why it could not be had, and how to get it. */
  get: (progress: Progress) => Promise<unknown>;
}

/**
 * Gets those parts that this machine lacks, having said how much will be downloaded.
 *
 * @throws SetupError with a line for each part that could not be had; the others are there all the same.
 */
export async function provide(
  parts: readonly Part[],
  say = (text: string) => void process.stderr.write(text),
): Promise<void> {
  const lacking = await missing(parts);
  if (lacking.length === 0) return;
  const megabytes = lacking.reduce((sum, part) => sum + part.megabytes, 0);
  say(`This machine lacks ${named(lacking)}: downloading up to ${megabytes} MB, once.\n`);
  const failures = await withLock(path.join(root, ".setup.lock"), () => getAll(parts));
  if (failures.length > 0) throw new SetupError(failures.join("\n"));
}

async function missing(parts: readonly Part[]): Promise<Part[]> {
  const there = await Promise.all(parts.map((part) => part.isThere()));
  return parts.filter((_, index) => there[index] === false);
}

/** Another process may have got some of them while this one waited for the lock. */
async function getAll(parts: readonly Part[]): Promise<string[]> {
  const failures: string[] = [];
  for (const part of await missing(parts)) {
    try {
      await step(`downloading ${part.name}`, (progress) => part.get(progress));
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failures.push(error.message);
    }
  }
  return failures;
}

function named(parts: readonly Part[]): string {
  return new Intl.ListFormat("en").format(parts.map(({ name }) => name));
}

/** Reads how far a program is from the percentages that it prints. */
export function percentages(progress: Progress): (text: string) => void {
  return (text) => {
    const percent = [...text.matchAll(/(\d+)\s?%/gu)].at(-1)?.[1];
    if (percent !== undefined) progress(Number(percent) / 100);
  };
}
