import { simulatorPort } from "./ports.ts";

/**
 * The functions' params that follow from `SIMULATOR_PORT`: none while it is unset, since the demo project's params
 * name the default port.
 */
export function simulatorParams(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return env["SIMULATOR_PORT"] === undefined ? {} : { META_GRAPH_BASE_URL: `http://127.0.0.1:${simulatorPort(env)}` };
}
