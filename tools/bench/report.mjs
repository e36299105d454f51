// Loaded before a function that is measured: tells when it listens, and what it has taken when it is asked.
import { subscribe } from "node:diagnostics_channel";

subscribe("tracing:net.server.listen:asyncEnd", () => process.send?.({ listening: true }));

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, peakMib: process.resourceUsage().maxRSS / 1024 });
});
