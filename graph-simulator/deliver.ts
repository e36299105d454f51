import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { Fault } from "./faults.ts";
import { metaJson } from "./meta-json.ts";
import type { Reply } from "./reply.ts";

/** Waits without keeping the process alive. */
const pause = (ms: number): Promise<void> => setTimeout(ms, undefined, { ref: false });

const JSON_TYPE = "application/json; charset=UTF-8";

function bytesOf(reply: Reply): Buffer {
  return Buffer.from(typeof reply.body === "string" ? reply.body : metaJson(reply.body));
}

/** Puts an answer on the wire, with what shall go wrong with it. Ends when nothing more will be sent. */
export async function deliver(response: ServerResponse, reply: Reply, fault: Fault | null): Promise<void> {
  switch (fault?.kind) {
    case "hang":
      break;
    case "reset":
      await reset(response, reply, fault.at);
      break;
    case "garbage":
      response.socket?.end("garbage, not HTTP\r\n\r\n");
      break;
    case "huge":
      await sendHuge(response, reply, fault.bytes);
      break;
    case "drip":
      await drip(response, reply, fault.intervalMs);
      break;
    case "delay":
      await pause(fault.ms);
      send(response, reply);
      break;
    default:
      send(response, fault === null ? reply : altered(reply, fault));
  }
}

function altered(reply: Reply, fault: Fault): Reply {
  switch (fault.kind) {
    case "replace":
      return { status: fault.status, body: fault.body, headers: { ...reply.headers, ...fault.headers } };
    case "truncate": {
      const whole = bytesOf(reply);
      return { ...reply, body: whole.subarray(0, Math.ceil(whole.length / 2)).toString() };
    }
    case "headers":
      return { ...reply, headers: { ...reply.headers, ...fault.headers } };
    default:
      return reply;
  }
}

function head(response: ServerResponse, reply: Reply, length: number | null): void {
  response.writeHead(reply.status, {
    "content-type": JSON_TYPE,
    "cache-control": "private, no-cache, no-store, must-revalidate",
    ...(length === null ? {} : { "content-length": String(length) }),
    ...reply.headers,
  });
}

/** Sends an answer whole. */
export function send(response: ServerResponse, reply: Reply): void {
  const bytes = bytesOf(reply);
  head(response, reply, bytes.length);
  response.end(bytes);
}

async function reset(
  response: ServerResponse,
  reply: Reply,
  at: "headers" | "body_read" | "mid_answer",
): Promise<void> {
  if (at === "mid_answer") {
    const bytes = bytesOf(reply);
    head(response, reply, bytes.length);
    response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
    // A reset overtakes bytes still under way, so give them time to arrive.
    await pause(50);
  }
  response.socket?.resetAndDestroy();
}

async function drip(response: ServerResponse, reply: Reply, intervalMs: number): Promise<void> {
  const bytes = bytesOf(reply);
  head(response, reply, bytes.length);
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await pause(intervalMs);
  }
  response.end();
}

/** A JSON object of exactly this many bytes, sent as fast as the other side takes it. */
async function sendHuge(response: ServerResponse, reply: Reply, bytes: number): Promise<void> {
  head(response, reply, null);
  const [start, end] = ['{"success":true,"padding":"', '"}'];
  response.write(start);
  const chunk = Buffer.alloc(65_536, "x");
  for (let left = bytes - start.length - end.length; left > 0; left -= chunk.length) {
    if (response.destroyed) return;
    if (!response.write(chunk.subarray(0, Math.min(left, chunk.length)))) await drained(response);
  }
  response.end(end);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.once("drain", done).once("close", done);
  });
}
