import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type expressModule from "express";

// The Express that the framework itself works with.
const express = createRequire(import.meta.resolve("firebase-functions"))("express") as typeof expressModule;

/** A function behind a server of its own. */
export interface FunctionServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a function as functions-framework does in production: Express, and the same parsers in the same order, each leaving the
 * raw body behind.
 */
export async function serveFunction(handler: (...args: never) => unknown): Promise<FunctionServer> {
  const verify = (request: IncomingMessage, _response: unknown, bytes: Buffer): void => {
    Object.assign(request, { rawBody: bytes });
  };
  const app = express();
  app.use(
    express.json({ type: "application/cloudevents+json", limit: "1024mb", verify }),
    express.json({ limit: "1024mb", verify }),
    express.text({ limit: "1024mb", verify }),
    express.urlencoded({ limit: "1024mb", verify, extended: true }),
    express.raw({ type: "*/*", limit: "1024mb", verify }),
  );
  app.all("/{*path}", handler as expressModule.RequestHandler);
  const server = createServer(app as RequestListener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
