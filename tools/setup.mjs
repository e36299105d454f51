// The entry of every command in package.json: makes a bare clone ready, then runs the script named under Node 24.
// Plain JavaScript without dependencies, because at this point there is nothing else. Node 22.12 is asked for, and 20.19 does as well.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isSetUp, lacksPackages, setUp } from "./setup/install.mjs";
import { withLock } from "./setup/lock.mjs";
import { findNode24, installsAll } from "./setup/node24.mjs";
import { main, SetupError } from "./setup/progress.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/u, "");

const DOWNLOADS =
  "Setting up, once: npm downloads up to 350 MB; what the machine then lacks of Java, the Firestore emulator and, for the tests, a browser adds up to 320 MB.\n";

await main(async () => {
  if (!installsAll(process.versions.node)) {
    throw new SetupError(`Node ${process.versions.node} is too old: install Node 24 (or 22.12), then try again.`);
  }
  if (!isSetUp(root)) {
    if (lacksPackages(root)) process.stderr.write(DOWNLOADS);
    await withLock(path.join(root, ".setup.lock"), () => setUp(root));
  }
  const [script, ...args] = process.argv.slice(2);
  return script === undefined ? 0 : runUnderNode24(path.join(root, script), args);
});

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit status; 128 + n after signal n, as a shell has it
 */
function runUnderNode24(script, args) {
  const node = findNode24(root);
  if (node === undefined) throw new SetupError("Node 24 is not installed.");
  const folders = [path.dirname(node), path.join(root, "node_modules", ".bin"), process.env["PATH"] ?? ""];
  const env = { ...process.env, PATH: folders.join(path.delimiter), NODE: node };
  return new Promise((resolve, reject) => {
    const child = spawn(node, [script, ...args], { stdio: "inherit", env });
    for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
      process.on(signal, () => child.kill(signal));
    }
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
