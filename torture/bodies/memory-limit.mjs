// Loaded into a process before anything else: ends it when it takes more memory than MEMORY_LIMIT_MIB, as Cloud Run does, on every
// system alike, and tells its parent over IPC how much it took at most.
const limit = Number(process.env["MEMORY_LIMIT_MIB"]) * 1024 * 1024;
const EVERY_MS = 5;
let peak = 0;
let isOver = false;

setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
  if (peak <= limit || isOver) return;
  isOver = true;
  process.send?.({ peak }, () => process.kill(process.pid, "SIGKILL"));
}, EVERY_MS).unref();

// Once the functions are loaded they may talk to a Graph that is not Meta's, as in the emulator; they are loaded as in production.
process.on("message", () => {
  process.env["FUNCTIONS_EMULATOR"] = "true";
  process.send?.({ peak });
});
