import { SetupError } from "../setup/progress.mjs";

const READY = "EMULATORS READY ";

/** What the emulators have said so far, as far as it matters here. */
export interface EmulatorOutput {
  /** Name of each HTTPS function to its address. */
  functions: Record<string, string>;
  /** The last lines, for the message when something goes wrong. */
  tail: string[];
  /** Set once all are up: the variables that the firebase CLI gives a script. */
  env?: Record<string, string>;
  /** Why the functions could not be loaded, where they could not. */
  failure?: string;
}

/** Takes in one line; answers whether it is for the person to see: all of interest once the emulators are up. */
export function readLine(output: EmulatorOutput, line: string): boolean {
  if (line.startsWith(READY)) {
    output.env = emulatorVariables(JSON.parse(line.slice(READY.length)) as Record<string, string>);
    return false;
  }
  const [, name, url] = /functions\[[\w-]+?-(\w+)\]: http function initialized \((http[^)]+)\)/u.exec(line) ?? [];
  if (name !== undefined && url !== undefined) output.functions[name] = url;
  if (line.includes("Failed to load function definition")) output.failure = line;
  if (line.trim() !== "") output.tail = [...output.tail, line].slice(-30);
  return output.env !== undefined && !NOISE.test(line);
}

/** Lines that would only puzzle: how this repository itself starts and ends the emulators. */
const NOISE =
  /^$|Env variable override detected|emulator-keeper|Script exited successfully|Detected demo project ID|Serving at port|^i {2}\w+: (?:Stopping|Shutting down) /u;

/** The address in front of every function's name. */
export function functionsBaseUrl(output: EmulatorOutput): string {
  const [entry] = Object.entries(output.functions);
  if (entry === undefined) throw new SetupError(`The emulators loaded no function:\n\n${output.tail.join("\n")}`);
  const [name, url] = entry;
  return url.slice(0, -name.length - 1);
}

function emulatorVariables(env: Record<string, string>): Record<string, string> {
  const wanted =
    /^(?:FIRESTORE_EMULATOR_HOST|FIREBASE_AUTH_EMULATOR_HOST|FIREBASE_EMULATOR_HUB|CLOUD_TASKS_EMULATOR_HOST|GCLOUD_PROJECT)$/u;
  return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
}
