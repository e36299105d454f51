import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { buildFunctions } from "../build.ts";
import { demoParams } from "../demo-project.ts";
import { firebaseCommand } from "../emulators/firebase-cli.ts";
import { dotenv } from "../emulators/staged-functions.ts";
import { root } from "../root.ts";
import { run } from "../setup/run.mjs";
import { google } from "./google/google.ts";
import type { GoogleProject } from "./google/project.ts";
import type { Sent } from "./google/requests.ts";

/** A deployment takes seconds; one that takes this long asks somebody something. */
const PATIENCE_MS = 240_000;

/** A folder to deploy from, in a home folder of its own where somebody has signed in. */
export interface Workplace {
  readonly folder: string;
  read(file: string): string;
  write(file: string, text: string): void;
  remove(): void;
}

/** What a deployment did. */
export interface Deployed {
  readonly code: number;
  readonly output: string;
  readonly sent: readonly Sent[];
}

/** What the params are in a rehearsal: the demo project's, but for what belongs to the simulator. */
const PARAMS: Readonly<Record<string, string>> = {
  ...demoParams(),
  MANAGED_PHONE_NUMBER_IDS: "",
  META_GRAPH_BASE_URL: "https://graph.facebook.com",
  ENFORCE_APP_CHECK: "true",
};

/** Invented values of the secrets. */
export const SECRETS = {
  META_SYSTEM_USER_TOKEN: "EAArehearsal",
  META_APP_SECRET: "rehearsal-app-secret",
  META_WEBHOOK_VERIFY_TOKEN: "rehearsal-verify-token",
  CUSTOMER_TOKEN_KEYS: "KBOcy15FeT38pJWkWaURH1VX46MFW2kLtja-4fMky60",
};

const Package = z.object({ main: z.string() });

/** The folder of the built functions. */
export const BUILT = path.dirname(
  Package.parse(JSON.parse(readFileSync(path.join(root, "functions", "package.json"), "utf8"))).main,
);

/** What git and npm keep, and what belongs to this machine. */
const LEFT_OUT =
  /^(?:node_modules|\.git|\.cache|\.emulators|\.ci|lib|\.lib-new|dist|\.dist-new|torture|docs|.*\.local|.*\.log|\.env\..*)$/u;

/** This repository as somebody has cloned, installed and built it, its Hosting targets meaning this site of the project. */
export async function clone(project: string, site = project): Promise<Workplace> {
  await buildFunctions();
  const place = workplace();
  copy(root, place.folder);
  for (const built of ["lib", BUILT]) {
    const from = path.join(root, "functions", built);
    if (existsSync(from)) cpSync(from, path.join(place.folder, "functions", built), { recursive: true });
  }
  place.write(".firebaserc", JSON.stringify({ targets: { [project]: { hosting: hostingTargets(site) } } }));
  symlinkSync(path.join(root, "node_modules"), path.join(place.folder, "node_modules"), "junction");
  installed(path.join(place.folder, "functions"));
  return place;
}

const Site = z.object({ target: z.string().optional() });
const FirebaseJson = z.object({ hosting: z.union([z.array(Site), Site.transform((one) => [one])]) });

/** As `firebase target:apply hosting` would write them. */
function hostingTargets(site: string): Readonly<Record<string, readonly string[]>> {
  const { hosting } = FirebaseJson.parse(JSON.parse(readFileSync(path.join(root, "firebase.json"), "utf8")));
  return Object.fromEntries(hosting.flatMap(({ target }) => (target === undefined ? [] : [[target, [site]]])));
}

/** A project of somebody's. */
export function theirPlace(files: Readonly<Record<string, string>>): Workplace {
  const place = workplace();
  for (const [file, text] of Object.entries(files)) place.write(file, text);
  return place;
}

/** The same, with our functions copied into `whatsapp/`. */
export function adopted(files: Readonly<Record<string, string>>): Workplace {
  const place = theirPlace(files);
  copy(path.join(root, "functions"), path.join(place.folder, "whatsapp"));
  installed(path.join(place.folder, "whatsapp"));
  return place;
}

/** The same, with all of this repository in `whatsapp/`, as `git subtree add` brings it. */
export function withSubtree(files: Readonly<Record<string, string>>): Workplace {
  const place = theirPlace(files);
  copy(root, path.join(place.folder, "whatsapp"));
  installed(path.join(place.folder, "whatsapp", "functions"));
  return place;
}

function workplace(): Workplace {
  const home = mkdtempSync(path.join(tmpdir(), "rehearsal-"));
  const folder = path.join(home, "project");
  mkdirSync(path.join(home, ".config", "configstore"), { recursive: true });
  mkdirSync(folder);
  writeFileSync(path.join(home, ".config", "configstore", "firebase-tools.json"), JSON.stringify(SIGNED_IN));
  return {
    folder,
    read: (file) => readFileSync(path.join(folder, file), "utf8"),
    write: (file, text) => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

const SIGNED_IN = {
  user: { email: "owner@example.com" },
  tokens: { access_token: "rehearsal", refresh_token: "rehearsal", expires_at: Date.now() + 86_400_000, scopes: [] },
  usage: false,
};

function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (file) => file === from || !LEFT_OUT.test(path.basename(file)) });
}

function installed(folder: string): void {
  symlinkSync(path.join(root, "functions", "node_modules"), path.join(folder, "node_modules"), "junction");
}

/** Lines for a dotenv file. */
export const params = (changes: Readonly<Record<string, string>> = {}): string => dotenv({ ...PARAMS, ...changes });

/** Runs `firebase deploy`. @throws Error as below */
export const deploy = (place: Workplace, project: GoogleProject, ...args: readonly string[]): Promise<Deployed> =>
  firebase(place, project, "deploy", ...args);

/**
 * Runs this repository's CLI, without a terminal, against Google on loopback.
 *
 * @throws Error naming every request that the stand-in does not know
 */
export async function firebase(
  place: Workplace,
  project: GoogleProject,
  ...args: readonly string[]
): Promise<Deployed> {
  return firebaseWith({}, place, project, ...args);
}

/** The same with more variables, such as a registry that npm finds packages in. */
export async function firebaseWith(
  env: Readonly<Record<string, string>>,
  place: Workplace,
  project: GoogleProject,
  ...args: readonly string[]
): Promise<Deployed> {
  const played = await google(project);
  try {
    const [program, command] = firebaseCommand([...args, "--project", project.id]);
    const { code, output } = await run(program, command, {
      cwd: place.folder,
      env: { ...environment(place, played.env), ...env },
      timeout: PATIENCE_MS,
    });
    if (played.unknown.length > 0)
      throw new Error(`The stand-in for Google does not know: ${played.unknown.join(", ")}\n\n${output}`);
    return { code, output, sent: played.sent };
  } finally {
    await played.close();
  }
}

/** Nothing of this machine but the way to programs. @param played how to reach the stand-in of Google */
export function environment({ folder }: Workplace, played: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const home = path.dirname(folder);
  return {
    PATH: [path.dirname(process.execPath), process.env["PATH"] ?? ""].join(path.delimiter),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: path.join(home, ".config"),
    NO_UPDATE_NOTIFIER: "1",
    npm_config_update_notifier: "false",
    npm_config_registry: "https://packages.example/",
    METADATA_SERVER_DETECTION: "none",
    // The CLI is started some twenty times: with this it need not be compiled anew each time.
    NODE_COMPILE_CACHE: path.join(root, ".cache", "node-compile"),
    ...played,
  };
}
