import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { run } from "../setup/run.mjs";

/** A process that listens on a port. */
export interface PortOwner {
  pid: number;
  command: string;
}

/** The process that listens on the TCP port, as far as this user may see: from /proc on Linux, from lsof elsewhere. */
export async function portOwner(port: number): Promise<PortOwner | undefined> {
  return ownerFromProc(port) ?? (await ownerFromLsof(port));
}

/** Socket inodes of the listeners on `port`, out of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/u))
    .filter((cells) => cells[1]?.endsWith(`:${hexPort}`) === true && cells[3] === "0A")
    .flatMap((cells) => cells[9] ?? []);
}

/** The answer of `lsof -Fpc`: lines `p<pid>` and `c<command>`. */
export function ownerInLsof(output: string): PortOwner | undefined {
  const pid = /^p(\d+)$/mu.exec(output)?.[1];
  const command = /^c(.+)$/mu.exec(output)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), command: command ?? "?" };
}

function ownerFromProc(port: number): PortOwner | undefined {
  const inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => listeningInodes(textOf(file), port));
  if (inodes.length === 0) return undefined;
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  for (const pid of namesIn("/proc").filter((name) => /^\d+$/u.test(name))) {
    const holds = namesIn(`/proc/${pid}/fd`).some((fd) => sockets.has(linkOf(`/proc/${pid}/fd/${fd}`)));
    if (holds) return { pid: Number(pid), command: textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim() };
  }
  return undefined;
}

async function ownerFromLsof(port: number): Promise<PortOwner | undefined> {
  try {
    return ownerInLsof((await run("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"])).output);
  } catch {
    return undefined;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}
