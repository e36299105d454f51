import type { IncomingMessage, ServerResponse } from "node:http";

/** How long a connection stays open for its client to read the refusal: closed at once, it would be reset, and the answer lost. */
const LINGERING_MS = 1000;

/** For callables, the error that a malformed body gets; Meta reads the status alone. */
const ANSWER = JSON.stringify({
  error: {
    status: "INVALID_ARGUMENT",
    message: "The body is too large.",
    details: { issues: [{ path: "", message: "The body is too large." }] },
  },
});

const refused = new WeakSet<IncomingMessage>();

/** Whether a request was answered already, because of its size. There is nothing left to do for it. */
export function wasRefused(request: IncomingMessage): boolean {
  return refused.has(request);
}

/**
 * Holds a request to so many bytes of body. One with a `content-length` that is too long is refused before a byte is read, one
 * without (chunked) as soon as more has come: with 413, and the connection is closed. Nothing more is read from the connection then, so
 * that TCP holds the sender back and what was not read takes no memory.
 */
export function boundBody(request: IncomingMessage, response: ServerResponse, limit: number): void {
  const push = request.push.bind(request);
  const refuse = (): false => {
    refused.add(request);
    answer(request, response);
    // Parsers see a body that ends here, and the function itself asks whether the request was refused. To Node a body that ends
    // before its message does means a lost connection, which it would close before the answer is out.
    request.complete = true;
    push(null);
    return false;
  };
  let received = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    if (refused.has(request)) return false;
    received += chunk?.length ?? 0;
    return received > limit ? refuse() : push(chunk, encoding);
  };
  if (Number(request.headers["content-length"] ?? 0) <= limit) return;
  for (const header of ["content-length", "transfer-encoding", "expect"]) delete request.headers[header];
  refuse();
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  if (response.headersSent) {
    socket.destroy();
    return;
  }
  // The framework answers some paths by itself, and would stumble over a request that has its answer.
  request.url = "/";
  response.writeHead(413, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(ANSWER),
    "X-Content-Type-Options": "nosniff",
    Connection: "close",
  });
  response.write(ANSWER);
  setTimeout(() => socket.destroy(), LINGERING_MS).unref();
}
