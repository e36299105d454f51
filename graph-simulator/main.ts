import { PLAIN_NUMBER_ID } from "./magic/plain.ts";
import { DEFAULT_TOKEN } from "./magic/tokens.ts";
import { startSimulator } from "./server.ts";

const DEFAULT_PORT = 4010;

function readPort(): number | null {
  const wanted = process.env["SIMULATOR_PORT"] ?? String(DEFAULT_PORT);
  const port = Number(wanted);
  return /^\d{1,5}$/.test(wanted) && port <= 65_535 ? port : null;
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

const port = readPort();
if (port === null) {
  fail("SIMULATOR_PORT must be a port number between 0 and 65535 (0: any free one).");
} else {
  try {
    const webhookUrl = process.env["SIMULATOR_WEBHOOK_URL"];
    const simulator = await startSimulator({ port, ...(webhookUrl === undefined ? {} : { webhookUrl }) });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void simulator.close());
    process.stdout.write(
      `Graph simulator listening on ${simulator.url}
  overview, magic numbers and control: ${simulator.url}/_simulator
  token: ${DEFAULT_TOKEN}
  plain phone number id: ${PLAIN_NUMBER_ID}, PIN 123456
Stop it with Ctrl+C.
`,
    );
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    fail(
      taken
        ? `Port ${port} is taken, so the graph simulator cannot start. Stop what uses it (lsof -i :${port}), or choose another: SIMULATOR_PORT=4011 npm run simulator`
        : `The graph simulator cannot listen on port ${port}: ${String(error)}`,
    );
  }
}
