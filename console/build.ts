import { readFileSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, type Metafile } from "esbuild";
import { z } from "zod";
import { deploymentSettings } from "../tools/settings/deployment-settings.ts";
import { bundling } from "./bundling.ts";
import { demoTables } from "./demo-tables.ts";
import { leftOut } from "./left-out.ts";

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
  const scripts = bundling({ demo });
  const { metafile } = await build({
    entryPoints: { app: path.join(here, "src", "main.ts"), connect: path.join(here, "src", "connect.ts") },
    outdir: folder,
    ...scripts,
    splitting: true,
    minify: true,
    legalComments: "linked",
    metafile: true,
    plugins: [...scripts.plugins, leftOut],
  });
  await build({
    entryPoints: { app: path.join(here, "styles", demo ? "demo.css" : "main.css") },
    outdir: folder,
    bundle: true,
    minify: true,
    logLevel: "warning",
  });
  await cp(path.join(here, "static"), folder, { recursive: true });
  const deployment = deploymentSettings(project);
  const settings = Settings.parse(JSON.parse(await readFile(path.join(here, "static", "settings.json"), "utf8")));
  await writeFile(path.join(folder, "settings.json"), JSON.stringify({ ...settings, deployment }));
  const host = demo || project === undefined ? null : `${deployment.region}-${project}`;
  const page = await readFile(path.join(here, "index.html"), "utf8");
  // The page that opens Meta's dialog differs in its script alone, and in the policy that firebase.json has for it.
  const pages = [
    ["index.html", "**", beginningWith("app.js", page, metafile)],
    ["connect.html", "/connect.html", beginningWith("connect.js", page, metafile)],
  ] as const;
  for (const [name, source, text] of pages)
    await writeFile(path.join(folder, name), host === null ? text : boundTo(host, source, text));
  if (demo) await writeFile(path.join(folder, "demo.json"), JSON.stringify(demoTables(simulator)));
}

/** The page with its script. The browser is told of what the script imports, so that it asks for all of it at once. */
function beginningWith(script: string, page: string, { outputs }: Metafile): string {
  const [, built] = Object.entries(outputs).find(([name]) => path.basename(name) === script) ?? [];
  const imported = (built?.imports ?? []).filter(({ kind }) => kind === "import-statement");
  const links = imported.map(({ path: name }) => `<link rel="modulepreload" href="/${path.basename(name)}" />`);
  const tag = (name: string): string => `<script type="module" src="/${name}"></script>`;
  return page.replace(tag("app.js"), [...links, tag(script)].join("\n    "));
}

const Settings = z.object({ appCheckSiteKey: z.string() });

const FirebaseJson = z.object({
  hosting: z.object({
    headers: z.array(
      z.object({ source: z.string(), headers: z.array(z.object({ key: z.string(), value: z.string() })) }),
    ),
  }),
});

/** Browsers enforce both policies, so this one only lists where the page may connect to. */
function boundTo(host: string, source: string, page: string): string {
  const { hosting } = FirebaseJson.parse(JSON.parse(readFileSync(path.join(here, "..", "firebase.json"), "utf8")));
  const headers = hosting.headers.find((each) => each.source === source)?.headers ?? [];
  const policy = headers.find(({ key }) => key === "Content-Security-Policy")?.value ?? "";
  const hosts = /connect-src [^;]+/.exec(policy)?.[0];
  if (hosts?.includes(ANY_FUNCTIONS) !== true)
    throw new Error(`firebase.json says nothing of where ${source} may connect to.`);
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
