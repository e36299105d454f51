import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const HEARTBEAT_MS = 1000;

/** A holder that has not touched its lock for this long is gone (killed, or the machine was switched off). */
const ABANDONED_MS = 10_000;

/**
 * Runs `work` while no other process that names the same lock file does, and says so when it has to wait.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{ say?: (text: string) => void, abandonedMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(file, work, options = {}) {
  const { say = (text) => process.stderr.write(text), abandonedMs = ABANDONED_MS } = options;
  let said = false;
  while (!tryTake(file)) {
    const pid = holder(file);
    if (isAbandoned(file, abandonedMs)) {
      removeOf(file, pid);
    } else {
      if (!said) say(`  waiting for the set-up that process ${pid} is doing ...\n`);
      said = true;
      await sleep(200);
    }
  }
  const release = () => removeOf(file, String(process.pid));
  const interrupted = () => process.exit(130);
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  process.once("exit", release);
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off("exit", release);
    for (const signal of SIGNALS) process.off(signal, interrupted);
    release();
  }
}

/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** @param {string} file */
function tryTake(file) {
  try {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file @param {number} abandonedMs */
function isAbandoned(file, abandonedMs) {
  try {
    return Date.now() - statSync(file).mtimeMs > abandonedMs;
  } catch {
    return false;
  }
}

/** @param {string} file */
function holder(file) {
  try {
    return readFileSync(file, "utf8") || "?";
  } catch {
    return "?";
  }
}

/**
 * Removes the lock where that process still holds it: another may have judged it abandoned, and taken it, meanwhile.
 *
 * @param {string} file
 * @param {string} pid
 */
function removeOf(file, pid) {
  if (holder(file) === pid) rmSync(file, { force: true });
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Someone judged the lock abandoned and removed it: nothing is left to keep alive.
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
