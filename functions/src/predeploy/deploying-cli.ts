import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";

/** A process: its parent, and its program with arguments. */
export interface Process {
  readonly parent: number;
  readonly command: readonly string[];
}

/** The firebase CLI that is deploying. */
export interface DeployingCli {
  /** What starts it again, arguments to follow: program, options of Node's, script. */
  readonly command: readonly string[];
  readonly version: string;
  /** What it was started with: `deploy --only functions:whatsapp …`. */
  readonly args: readonly string[];
}

/**
 * The CLI above this process. It tells its hooks the project and the folder, and neither its version nor how it was called.
 *
 * @returns undefined where the system does not show what runs above, or what runs is no script: the CLI as one binary, Windows
 */
export function deployingCli(
  start: number = process.ppid,
  read: (pid: number) => Process | undefined = readProcess,
): DeployingCli | undefined {
  for (let pid = start; pid > 1;) {
    const one = read(pid);
    if (one === undefined) return undefined;
    const at = one.command.findIndex((word, index) => index > 0 && /^firebase(?:\.js)?$/u.test(path.basename(word)));
    const version = versionOf(one.command[at] ?? "");
    if (version !== undefined)
      return { command: one.command.slice(0, at + 1), version, args: one.command.slice(at + 1) };
    pid = one.parent;
  }
  return undefined;
}

function versionOf(script: string): string | undefined {
  if (!existsSync(script)) return undefined;
  for (
    let folder = path.dirname(realpathSync(script));
    folder !== path.dirname(folder);
    folder = path.dirname(folder)
  ) {
    const file = path.join(folder, "package.json");
    if (!existsSync(file)) continue;
    const { name, version } = JSON.parse(readFileSync(file, "utf8")) as { name?: string; version?: string };
    return name === "firebase-tools" ? version : undefined;
  }
  return undefined;
}

function readProcess(pid: number): Process | undefined {
  try {
    return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined;
  }
}

function fromProc(pid: number): Process {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in brackets may hold anything; after it come the state and the parent.
  const parent = Number(stat.slice(stat.lastIndexOf(")") + 1).split(" ")[2]);
  return { parent, command: readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1) };
}

function fromPs(pid: number): Process {
  const line = execFileSync("ps", ["-o", "ppid=", "-o", "args=", "-p", String(pid)], { encoding: "utf8" }).trim();
  const [parent, ...command] = line.split(/\s+/u);
  return { parent: Number(parent), command };
}
