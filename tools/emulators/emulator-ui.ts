import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { emulatorCache, emulatorInfoFile } from "./firebase-cli.ts";

const Ui = z.object({
  ui: z.object({ main: z.object({ remoteUrl: z.url(), downloadPathRelativeToCacheDir: z.string() }) }),
});

/** Whether the firebase CLI has the Emulator UI, or could download it now; without it the rest runs all the same. */
export async function emulatorUiAvailable(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const { main } = Ui.parse(JSON.parse(readFileSync(emulatorInfoFile, "utf8"))).ui;
  if (existsSync(path.join(emulatorCache(env), main.downloadPathRelativeToCacheDir))) return true;
  try {
    return (await fetch(main.remoteUrl, { method: "HEAD", signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
