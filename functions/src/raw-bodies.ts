import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** What JSON is called between here and the handler that parses it. */
export const RAW_JSON = "application/x-raw-json";

export const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * Keeps bodies as they came, for the handlers to parse. The server that runs the functions parses JSON before any code of theirs
 * is asked, inflates what is compressed, and prints a body it cannot parse whole, with the PIN in it (measured with
 * functions-framework 5.0.5; the emulator's runtime prints a part). Node announces a request before that server sees it: here its
 * headers are changed so that no parser but the one for raw bytes takes it.
 */
export function keepBodiesRaw(): void {
  subscribe("http.server.request.start", (message) => {
    const { headers } = (message as { readonly request: IncomingMessage }).request;
    delete headers["content-encoding"];
    if (headers["content-type"] === undefined) return;
    headers["content-type"] = JSON_TYPE.test(headers["content-type"]) ? RAW_JSON : "application/octet-stream";
  });
}
