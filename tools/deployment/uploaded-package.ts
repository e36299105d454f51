import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { packageInProduction } from "../../functions/src/testing/in-production.ts";
import { npmScript } from "../setup/node24.mjs";
import { run } from "../setup/run.mjs";

const INSTALL_MS = 240_000;

/** The files of an archive, by their paths in it. */
export function unpacked(archive: Buffer): Readonly<Record<string, Uint8Array>> {
  return unzipSync(archive);
}

/**
 * Does with an archive what Google does: installs its packages from its lock file, and starts a function.
 *
 * @param env what Google was told to set
 * @param registry where npm finds packages, where it is not the usual one
 * @throws Error with what npm or the function printed
 */
export async function start(
  archive: Buffer,
  name: string,
  env: NodeJS.ProcessEnv,
  registry?: string,
): Promise<{ readonly url: string; output(): string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "uploaded-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const [file, bytes] of Object.entries(unpacked(archive))) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), bytes);
    }
    const args = [
      "ci",
      "--omit=dev",
      "--ignore-scripts",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      ...(registry === undefined ? [] : [`--registry=${registry}`]),
    ];
    const { code, output } = await run(process.execPath, [npmScript(), ...args], { cwd: folder, timeout: INSTALL_MS });
    if (code !== 0) throw new Error(`The uploaded package cannot be installed:\n${output}`);
    const production = await packageInProduction(folder, name, env);
    const end = async (): Promise<void> => {
      await production.stop();
      remove();
    };
    if (production.url !== null) return { url: production.url, output: () => production.output(), stop: end };
    throw new Error(`The uploaded package does not start:\n${production.output()}`);
  } catch (error) {
    remove();
    throw error;
  }
}
