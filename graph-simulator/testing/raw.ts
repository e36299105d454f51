import { request } from "node:http";
import { DEFAULT_TOKEN } from "../magic/tokens.ts";
import type { Simulator } from "../server.ts";

/** What arrived of an answer. `status: null`: no status line came. `body: null`: the body did not come whole. */
interface RawAnswer {
  readonly status: number | null;
  readonly body: string | null;
  readonly bytes: number;
  /** How it ended: whole, given up by us, or Node's word for what went wrong. */
  readonly end: string;
}

/** Registers a number over a connection of its own, giving up after `patienceMs` or `patienceBytes`. */
export function registerRaw(
  simulator: Simulator,
  id: string,
  { patienceMs = 3000, patienceBytes = 1_000_000 } = {},
): Promise<RawAnswer> {
  const body = JSON.stringify({ messaging_product: "whatsapp", pin: "123456" });
  return new Promise((resolve) => {
    let status: number | null = null;
    let bytes = 0;
    const parts: Buffer[] = [];
    const finish = (end: string, whole: boolean): void => {
      clearTimeout(patience);
      resolve({ status, bytes, end, body: whole ? Buffer.concat(parts).toString() : null });
    };
    const outgoing = request(`${simulator.url}/v25.0/${id}/register`, {
      method: "POST",
      agent: false,
      headers: { authorization: `Bearer ${DEFAULT_TOKEN}`, "content-type": "application/json" },
    });
    const giveUp = (): void => {
      finish("gave up", false);
      outgoing.destroy();
    };
    const patience = setTimeout(giveUp, patienceMs);
    outgoing.on("response", (response) => {
      status = response.statusCode ?? null;
      response.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes > patienceBytes) giveUp();
        else parts.push(part);
      });
      response.on("end", () => finish("whole", true));
      response.on("error", (error: NodeJS.ErrnoException) => finish(error.code ?? error.message, false));
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => finish(error.code ?? error.message, false));
    outgoing.end(body);
  });
}
