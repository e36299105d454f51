import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * How long what still comes is thrown away, before the connection is closed: closed at once, it would be reset, and the client, or
 * a proxy before it (the functions emulator ends of it), would not learn the answer.
 */
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
 * Holds a request to so many bytes of body. By its `content-length` it is refused before a byte is read; where there is none
 * (chunked), as soon as more has come: with 413, and the connection is closed. What still comes until then is kept nowhere.
 */
export function boundBody(request: IncomingMessage, response: ServerResponse, limit: number): void {
  const push = request.push.bind(request);
  const refuse = (): true => {
    refused.add(request);
    answer(request, response);
    // Parsers see a body that ends here, and the function itself asks whether the request was refused. To Node a body that ends
    // before its message does means a lost connection, which it would close before the answer is out.
    request.complete = true;
    push(null);
    return true;
  };
  let received = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    if (refused.has(request)) {
      if (chunk === null) response.end();
      return true;
    }
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
