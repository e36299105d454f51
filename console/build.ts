import { readFileSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { z } from "zod";
import { treeShakenZod } from "../client/tree-shaken-zod.ts";
import { deploymentSettings } from "../tools/settings/deployment-settings.ts";
import { demoTables } from "./demo-tables.ts";

const here = import.meta.dirname;

/** The hosts of every project's functions, as firebase.json has to name them, which knows no project. */
const ANY_FUNCTIONS = "https://*.cloudfunctions.net";

/**
 * Builds the page into a folder: plain files that any static host can serve, nothing inline, nothing from elsewhere.
 *
 * @param options demo: with what the page shows of the graph simulator, which only a page on the emulators asks for; simulator: where that one is; project: the
 *   Firebase project that the page is for: its params say where everything is, and the page may talk to no other project's functions
 * @throws Error with esbuild's messages.
 */
export async function buildPage(
  folder: string,
  { demo, project, simulator = null }: { demo: boolean; project?: string; simulator?: string | null },
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: { app: path.join(here, "src", "main.ts") },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2024",
    minify: true,
    legalComments: "linked",
    plugins: [treeShakenZod],
    logLevel: "warning",
  });
  await build({
    entryPoints: { app: path.join(here, "styles", "main.css") },
    outdir: folder,
    bundle: true,
    minify: true,
    logLevel: "warning",
  });
  await cp(path.join(here, "static"), folder, { recursive: true });
  const deployment = deploymentSettings(project);
  const settings = Settings.parse(JSON.parse(await readFile(path.join(here, "static", "settings.json"), "utf8")));
  await writeFile(path.join(folder, "settings.json"), JSON.stringify({ ...settings, deployment }));
  const page = await readFile(path.join(here, "index.html"), "utf8");
  await writeFile(
    path.join(folder, "index.html"),
    demo || project === undefined ? page : boundTo(`${deployment.region}-${project}`, page),
  );
  if (demo) await writeFile(path.join(folder, "demo.json"), JSON.stringify(demoTables(simulator)));
}

const Settings = z.object({ appCheckSiteKey: z.string() });

/** Of two policies a browser keeps what both allow, so this one need say no more than where the page may connect to. */
function boundTo(host: string, page: string): string {
  const hosting = readFileSync(path.join(here, "..", "firebase.json"), "utf8");
  const hosts = /connect-src [^;"]+/.exec(hosting)?.[0];
  if (hosts?.includes(ANY_FUNCTIONS) !== true)
    throw new Error("firebase.json says nothing of where the page may connect to.");
  const exact = hosts.replace(ANY_FUNCTIONS, `https://${host}.cloudfunctions.net`);
  const meta = `<meta http-equiv="Content-Security-Policy" content="${exact}" />`;
  return page.replace('<meta charset="utf-8" />', `<meta charset="utf-8" />\n    ${meta}`);
}

if (import.meta.main) {
  const options = { demo: { type: "boolean", default: false }, simulator: { type: "string" } } as const;
  const { demo, simulator = null } = parseArgs({ options }).values;
  // `firebase deploy` says which project it is for.
  const project = process.env["GCLOUD_PROJECT"];
  await buildPage(path.join(here, "dist"), { demo, simulator, ...(project === undefined ? {} : { project }) });
}
