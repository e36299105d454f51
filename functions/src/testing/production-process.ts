import { serveFunction } from "./function-server.ts";

// The process that `inProduction` starts. Its first argument is the function to serve; its address is the first line it prints.
const functions: Readonly<Record<string, unknown>> = await import("../index.ts");
const [, , name = ""] = process.argv;
const { url } = await serveFunction(functions[name] as () => unknown);
process.stdout.write(`${url}\n`);
