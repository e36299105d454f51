import { subscribe } from "node:diagnostics_channel";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { boundBody } from "./body-guard.ts";
import { bodyLimit } from "./body-limits.ts";

/** What JSON is called between here and the handler that parses it. */
export const RAW_JSON = "application/x-raw-json";

export const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** What Node says on "http.server.request.start". */
interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Bounds bodies, and keeps them as they came, for the handlers to parse. The server that runs the functions takes bodies of up to
 * a gibibyte into memory, inflates what is compressed, parses JSON and prints what it cannot parse whole, with the PIN in it, all
 * before any code of the functions is asked (measured with functions-framework 5.0.5; the emulator's runtime prints a part). Node
 * announces a request before that server sees it: here it is refused when it is too large, and its headers are changed so that no
 * parser but the one for raw bytes takes it.
 *
 * Does nothing in a process that serves a function which is not ours. In the functions emulator nothing is bounded here: a proxy has
 * buffered the body before, and does not survive an answer that comes before the body's end (firebase-tools 15.34); the functions
 * refuse it themselves.
 */
export function keepBodiesRaw(env: NodeJS.ProcessEnv): void {
  const limit = bodyLimit(env["FUNCTION_TARGET"]);
  const isBounded = env["FUNCTIONS_EMULATOR"] !== "true";
  if (limit === undefined) return;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as RequestStart;
    keepRaw(request.headers);
    if (isBounded) boundBody(request, response, limit);
  });
}

function keepRaw(headers: IncomingHttpHeaders): void {
  delete headers["content-encoding"];
  headers["content-type"] = JSON_TYPE.test(headers["content-type"] ?? "") ? RAW_JSON : "application/octet-stream";
}
