import { globSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "../setup/run.mjs";
import { STALLED_MS, stallWatch } from "../setup/stalled.mjs";
import { cacheFolder } from "./cache.ts";

/** A download that another program does. */
export interface ProgramsDownload {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where it downloads from, in words that can begin a sentence. */
  readonly from: string;
  /** Is told what has arrived so far. */
  readonly onBytes?: (bytes: number) => void;
  readonly onText?: (text: string) => void;
}

/** How often is looked at what has arrived. */
const LOOK_MS = 500;

/**
 * Runs a program that downloads into the folder for temporary files, which for it is one of its own. As long as that grows or the program prints
 * something it goes on.
 *
 * @throws SetupError saying that nothing arrives any more; the program is ended then
 */
export async function downloadBy(
  { program, args, cwd, env, from, onBytes = () => undefined, onText = () => undefined }: ProgramsDownload,
  stalledMs = STALLED_MS,
): ReturnType<typeof run> {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder, "download-"));
  const watch = stallWatch(from, stalledMs);
  let arrived = 0;
  const looking = setInterval(
    () => {
      const bytes = bytesIn(folder);
      if (bytes === arrived) return;
      arrived = bytes;
      watch.arrives();
      onBytes(bytes);
    },
    Math.min(LOOK_MS, stalledMs / 4),
  );
  try {
    return await run(program, args, {
      cwd,
      env: { ...env, TMPDIR: folder, TMP: folder, TEMP: folder },
      signal: watch.signal,
      onText: (text) => {
        watch.arrives();
        onText(text);
      },
    });
  } catch (error) {
    throw watch.signal.aborted ? watch.signal.reason : error;
  } finally {
    clearInterval(looking);
    watch.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files may go while they are counted. */
function bytesIn(folder: string): number {
  return globSync("**/*", { cwd: folder }).reduce(
    (sum, file) => sum + (statSync(path.join(folder, file), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
