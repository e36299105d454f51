import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { root } from "../root.ts";
import { installPackage } from "../setup/install.mjs";
import { SetupError } from "../setup/progress.mjs";
import { run } from "../setup/run.mjs";
import { cacheFolder } from "./cache.ts";
import { thisMachine } from "./temurin.ts";

/** The package @sparticuz/chromium, which npm installs here from a lock file of its own. */
const FOLDER = path.join(root, "tools", "machine", "chromium");

const Manifest = z.object({ devDependencies: z.object({ "@sparticuz/chromium": z.string() }) });

/** Unpacks into the folder for temporary files; the libraries are those that a minimal Linux lacks. */
const UNPACK = `
  import chromium, { inflate } from "@sparticuz/chromium";
  await chromium.executablePath();
  await inflate("node_modules/@sparticuz/chromium/bin/al2023.tar.br");`;

/** Starts it with what it brings along; the system's own fonts win where there are any. */
const STARTER = `#!/bin/sh
here="\${0%/*}"
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`;

/** Whether the package's program is for this machine. */
export function packageFits({ platform, arch, musl } = thisMachine()): boolean {
  return platform === "linux" && arch === "x64" && !musl;
}

/** The program that starts the package's Chromium, once it is installed. */
export function packagedChromium(): string {
  return path.join(unpacked(), "start");
}

/**
 * Installs the package, checked by npm against the lock file, and unpacks it.
 *
 * @returns the program.
 * @throws SetupError when npm cannot have it.
 */
export async function installPackagedChromium(): Promise<string> {
  if (existsSync(packagedChromium())) return packagedChromium();
  await install();
  const fresh = `${unpacked()}.new-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    const env = { ...process.env, TMPDIR: fresh };
    const args = ["--input-type=module", "--eval", UNPACK];
    const { code, output } = await run(process.execPath, args, { cwd: FOLDER, env });
    if (code !== 0) throw new SetupError(`@sparticuz/chromium could not be unpacked: ${output.trim()}`);
    writeFileSync(path.join(fresh, "fonts.conf"), fontConfiguration(path.join(unpacked(), "fonts")));
    writeFileSync(path.join(fresh, "start"), STARTER, { mode: 0o755 });
    rmSync(unpacked(), { recursive: true, force: true });
    renameSync(fresh, unpacked());
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return packagedChromium();
}

/** npm explains itself at length; its code says enough in a line. */
async function install(): Promise<void> {
  try {
    await installPackage(FOLDER);
  } catch (error) {
    const code = error instanceof Error ? /npm error code (\S+)/u.exec(error.message)?.[1] : undefined;
    if (code === undefined) throw error;
    throw new SetupError(`npm could not install @sparticuz/chromium: ${code}`, { cause: error });
  }
}

function unpacked(): string {
  const { devDependencies } = Manifest.parse(JSON.parse(readFileSync(path.join(FOLDER, "package.json"), "utf8")));
  return path.join(cacheFolder, `chromium-${devDependencies["@sparticuz/chromium"]}`);
}

function fontConfiguration(folder: string): string {
  const escaped = folder.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${escaped}</dir><cachedir>${escaped}-cache</cachedir></fontconfig>
`;
}
