import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { text } from "node:stream/consumers";

const PIECE = Buffer.alloc(64 * 1024, " ");

/** How an upload ended. */
export interface Uploaded {
  /** `null`: the connection was closed without an answer. */
  readonly status: number | null;
  readonly body: string;
  /** What had been handed to the connection when the answer came: the system's own buffers take some megabytes. */
  readonly sentBytes: number;
  /** Whether the other side closed the connection, within a few seconds of its answer. */
  readonly closed: boolean;
}

/** Sends these bytes, or so many blanks, as fast as they are taken, and stops when it is answered. */
export async function upload(url: string, bytes: number | Buffer, options: RequestOptions = {}): Promise<Uploaded> {
  const agent = new Agent({ keepAlive: true });
  const request = httpRequest(url, { method: "POST", agent, ...options });
  const answered = Promise.withResolvers<IncomingMessage | null>();
  request.once("response", answered.resolve).on("error", () => answered.resolve(null));
  const hangsUp = Promise.withResolvers<true>();
  request.once("socket", (socket) => socket.once("close", () => hangsUp.resolve(true)));
  pour(request, bytes).catch(() => undefined);
  const response = await answered.promise;
  const sentBytes = request.socket?.bytesWritten ?? 0;
  const body = response === null ? "" : await text(response);
  const patience = AbortSignal.timeout(3000);
  const closed = await Promise.race([hangsUp.promise, once(patience, "abort").then(() => false)]);
  request.destroy();
  agent.destroy();
  return { status: response?.statusCode ?? null, body, sentBytes, closed };
}

async function pour(request: ReturnType<typeof httpRequest>, bytes: number | Buffer): Promise<void> {
  if (typeof bytes !== "number") {
    request.end(bytes);
    return;
  }
  for (let left = bytes; left > 0; left -= PIECE.length) {
    if (!request.write(left < PIECE.length ? PIECE.subarray(0, left) : PIECE)) await once(request, "drain");
  }
  request.end();
}
