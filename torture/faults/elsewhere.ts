import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { selfSigned } from "../../functions/src/testing/self-signed.ts";
import { freePort } from "../../tools/emulators/ports.ts";
import type { Elsewhere } from "./meta-faults.ts";

/** Hosts that no request for Meta should end at, and what came to them. */
export interface OtherHosts {
  readonly urls: Readonly<Record<Elsewhere | "trap", string>>;
  /** Each request that came to any of them, whole. */
  readonly came: readonly string[];
  close(): Promise<void>;
}

/** Starts them. The trap answers as Meta answers a registration. */
export async function otherHosts(): Promise<OtherHosts> {
  const came: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request).catch(() => "");
    came.push([request.method, request.url, ...request.rawHeaders, body].join("\n"));
    response.writeHead(200, { "content-type": "application/json" }).end('{"success":true}');
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => void take(request, response);
  const trap = createServer(listener);
  const secure = createSecureServer(selfSigned, listener);
  secure.on("tlsClientError", () => undefined);
  return {
    urls: {
      trap: `http://127.0.0.1:${await portOf(trap)}`,
      bad_tls: `https://127.0.0.1:${await portOf(secure)}`,
      refused: `http://127.0.0.1:${await freePort()}`,
      no_dns: "http://graph.invalid",
    },
    came,
    close: async () => {
      await Promise.all([trap, secure].map(stop));
    },
  };
}

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}
