import type { RequestOptions } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { upload, type Uploaded } from "../../functions/src/testing/upload.ts";
import type { Simulator } from "../../graph-simulator/server.ts";
import { PIN } from "../canaries.ts";

const MIB = 1024 * 1024;
/** Just below what Google's front end lets through. */
const HUGE = 31 * MIB;

export type Framing = "with content-length" | "chunked";

/** So many strangers at once, each with 31 MiB. */
export function strangers(url: string, count: number, framing: Framing): Promise<Uploaded[]> {
  const length = framing === "chunked" ? { "transfer-encoding": "chunked" } : { "content-length": HUGE };
  const options: RequestOptions = { headers: { "content-type": "application/json", ...length } };
  return Promise.all(Array.from({ length: count }, () => upload(url, HUGE, options)));
}

/** A registration in flight: its answer, or the word for a connection that was cut off. */
export interface InFlight {
  /** Resolves once the POST is at Meta, or the call is over. */
  readonly sent: Promise<void>;
  readonly answer: Promise<string>;
}

/** An operator registers a number, and Meta takes its time. */
export function registration(url: string, phoneNumberId: string, simulator: Simulator, idToken: string): InFlight {
  simulator.state.patchNumber(phoneNumberId, { pin: PIN, faults: { register: { kind: "delay", ms: 4000 } } });
  const answer = fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${idToken}` },
    body: JSON.stringify({ data: { phoneNumberId, pin: PIN } }),
  }).then(
    (response) => response.text(),
    () => "cut off",
  );
  const posts = (): number => simulator.requests({ phoneNumberId, method: "POST", endpoint: "register" }).length;
  const atMeta = async (): Promise<void> => {
    while (posts() === 0) await pause(20);
  };
  return { sent: Promise.race([atMeta(), answer.then(() => undefined)]), answer };
}
