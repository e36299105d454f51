// Preloaded into the process of each test file: ends it when it has not ended by itself in time, which node:test does not
// do, and says which file it was. A thread of its own, so that a loop without end cannot keep it from that.
import path from "node:path";
import { isMainThread, Worker } from "node:worker_threads";

/** Milliseconds. */
const limit = Number(process.env["TEST_FILE_LIMIT_MS"]);

const WATCH = `
  const { workerData: { limit, sentence } } = require("node:worker_threads");
  setTimeout(() => {
    require("node:fs").writeSync(2, sentence);
    process.kill(process.pid, "SIGKILL");
  }, limit);`;

if (isMainThread && limit > 0 && process.env["NODE_TEST_CONTEXT"] === "child-v8") {
  const file = path.relative(process.cwd(), process.argv[1] ?? "").replaceAll("\\", "/");
  const sentence = `${file} did not end within ${limit / 1000} seconds: something that it opened keeps it up, or a test of it never ends.\n`;
  new Worker(WATCH, { eval: true, execArgv: [], workerData: { limit, sentence } }).unref();
}
