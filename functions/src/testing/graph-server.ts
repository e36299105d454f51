import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { selfSigned } from "./self-signed.ts";

/** One request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Request line, headers and body as one text, to look for what must not be there. */
  readonly whole: string;
}

/** What the server does with a request. */
export type Behaviour = (response: ServerResponse, request: Received, raw: IncomingMessage) => unknown;

export interface GraphServer extends AsyncDisposable {
  /** Such as http://127.0.0.1:40123 */
  readonly origin: string;
  readonly port: number;
  /** Every request, in order. */
  readonly received: Received[];
  behaviour: Behaviour;
}

/** A real HTTP server on a free port, standing where Graph would. `tls`: behind a certificate that nothing trusts. */
export async function graphServer(behaviour: Behaviour, { tls = false } = {}): Promise<GraphServer> {
  const received: Received[] = [];
  const handle = async (raw: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(raw).catch(() => "");
    const url = new URL(raw.url ?? "/", "http://graph.test");
    const request: Received = {
      method: raw.method ?? "",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: raw.headers,
      body,
      whole: [raw.method, raw.url, ...raw.rawHeaders, body].join("\n"),
    };
    received.push(request);
    await server.behaviour(response, request, raw);
  };
  const listener = (raw: IncomingMessage, response: ServerResponse): void => void handle(raw, response);
  const listening: Server = tls ? createSecureServer(selfSigned, listener) : createServer(listener);
  listening.on("clientError", (_, socket) => socket.destroy());
  listening.on("tlsClientError", () => undefined);
  await once(listening.listen(0, "127.0.0.1"), "listening");
  const { port } = listening.address() as AddressInfo;
  const server: GraphServer = {
    origin: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    port,
    received,
    behaviour,
    [Symbol.asyncDispose]: async () => {
      listening.close();
      listening.closeAllConnections();
      await once(listening, "close");
    },
  };
  return server;
}

/** Answers with JSON, as Graph does. */
export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) =>
    response
      .writeHead(status, { "content-type": "application/json; charset=UTF-8", ...headers })
      .end(JSON.stringify(body));

/** Answers with any text. */
export const body =
  (status: number, contentType: string, content: string | Buffer): Behaviour =>
  (response) =>
    response.writeHead(status, { "content-type": contentType }).end(content);

/** Takes the request and never answers. */
export const hang: Behaviour = () => undefined;

/** Takes the request and resets the connection. */
export const reset: Behaviour = (_, __, raw) => raw.socket.destroy();

/** Begins to answer, and resets the connection in the middle of the body. */
export const resetInBody =
  (status: number): Behaviour =>
  (response, _, raw) => {
    response.writeHead(status, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"success":', () => setTimeout(() => raw.socket.destroy(), 5));
  };

/** Begins to answer, and never comes to an end: a few bytes every 10 ms. */
export const drip =
  (status: number): Behaviour =>
  (response, _, raw) => {
    response.writeHead(status, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 10);
    raw.socket.once("close", () => clearInterval(timer));
  };

/** An endless body, as fast as it is taken. `sent` counts its bytes. */
export const flood =
  (status: number, sent: { bytes: number }): Behaviour =>
  (response, _, raw) => {
    response.writeHead(status, { "content-type": "application/json", "content-length": String(200 * 1024 * 1024) });
    const block = Buffer.alloc(64 * 1024, " ");
    const pour = (): void => {
      while (!raw.socket.destroyed) {
        sent.bytes += block.length;
        if (!response.write(block)) break;
      }
    };
    response.on("drain", pour);
    response.on("error", () => undefined);
    pour();
  };
