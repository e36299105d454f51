import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { root } from "../root.ts";
import { SetupError } from "../setup/progress.mjs";
import { run } from "../setup/run.mjs";
import { cacheFolder } from "./cache.ts";
import { downloadBy } from "./download-by.ts";
import { installPackagedChromium, packagedChromium, packageFits } from "./packaged-chromium.ts";
import { percentages, type Part, type Progress } from "./provide.ts";

/** Where and as what a browser is looked for. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  home: string;
}

const PLAYWRIGHT_BROWSERS = path.join(cacheFolder, "playwright");
const SLOWEST_START_MS = 30_000;

/** Names under which systems put Chromium, Chrome and Edge onto the PATH. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
];

/** The browser of the tests of the web page. */
export function browserPart(around: Surroundings = here()): Part {
  return {
    name: "a browser (for the tests)",
    megabytes: packageFits() ? 70 : 120,
    isThere: async () => (await browserAt(around)) !== undefined,
    get: (progress) => getBrowser(progress),
  };
}

/**
 * The program of a Chromium, Chrome or Edge: `CHROMIUM` if it is set, else one that is installed, else one that was
 * downloaded for this repository.
 *
 * @throws SetupError when there is none.
 */
export async function findBrowser(around: Surroundings = here()): Promise<string> {
  const found = await browserAt(around);
  if (found === undefined) throw missing("none was downloaded");
  return found;
}

async function browserAt(around: Surroundings): Promise<string | undefined> {
  const named = around.env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (await starts(named, around.platform)) return named;
    throw new SetupError(`CHROMIUM=${named} names no browser that starts: correct it, or leave it out.`);
  }
  for (const place of [...installedPlaces(around), ...downloadedPlaces()]) {
    if (existsSync(place) && (await starts(place, around.platform))) return place;
  }
  return undefined;
}

/** Where the three systems install Chromium, Chrome and Edge. */
export function installedPlaces({ env, platform, home }: Surroundings): string[] {
  const folders = (env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const onPath = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  if (platform === "darwin") {
    return [
      ...onPath,
      ...["/Applications", path.join(home, "Applications")].flatMap((folder) =>
        ["Google Chrome", "Chromium", "Microsoft Edge"].map((app) =>
          path.join(folder, `${app}.app`, "Contents", "MacOS", app),
        ),
      ),
    ];
  }
  if (platform !== "win32") return onPath;
  const programs = [env["ProgramFiles"], env["ProgramFiles(x86)"], env["LOCALAPPDATA"]].filter(
    (folder) => folder !== undefined,
  );
  const files = [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
  ];
  return programs.flatMap((folder) => files.map((file) => path.join(folder, file)));
}

function downloadedPlaces(): string[] {
  return [...(packageFits() ? [packagedChromium()] : []), playwrightsOwn()];
}

/** Some systems have a program that only says how to install the browser. On Windows asking would open a window. */
async function starts(program: string, platform: NodeJS.Platform): Promise<boolean> {
  if (platform === "win32") return existsSync(program);
  try {
    const { code, output } = await run(program, ["--version"], { timeout: SLOWEST_START_MS });
    return code === 0 && /\d+\.\d+/u.test(output);
  } catch {
    return false;
  }
}

async function getBrowser(progress: Progress): Promise<void> {
  try {
    if (!packageFits()) {
      await downloadPlaywrights(progress);
      return;
    }
    const program = await installPackagedChromium();
    if (!(await starts(program, process.platform)))
      throw new SetupError("the one in the package @sparticuz/chromium does not start here");
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw missing(error.message, error);
  }
}

/** Playwright looks for its browsers where this says. */
function playwrightsOwn(): string {
  process.env["PLAYWRIGHT_BROWSERS_PATH"] = PLAYWRIGHT_BROWSERS;
  return chromium.executablePath();
}

async function downloadPlaywrights(progress: Progress): Promise<void> {
  const cli = path.join(root, "node_modules", "playwright-core", "cli.js");
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: PLAYWRIGHT_BROWSERS };
  const { code, output } = await downloadBy({
    program: process.execPath,
    args: [cli, "install", "--no-shell", "chromium"],
    cwd: root,
    env,
    from: "the server of Playwright's browsers",
    onText: percentages(progress),
  });
  if (code !== 0) throw new SetupError(`Playwright could not download one: ${lastLine(output)}`);
}

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1)?.trim() ?? "";
}

function missing(why: string, cause?: unknown): SetupError {
  return new SetupError(
    `A browser for the tests is missing (${oneLine(why)}): install Chromium, Chrome or Edge, or name one with CHROMIUM=/path/to/it.`,
    { cause },
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ");
}

function here(): Surroundings {
  return { env: process.env, platform: process.platform, home: homedir() };
}
