import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { deleteApp, initializeApp } from "firebase/app";
import { getFunctions, type Functions } from "firebase/functions";
import { createRegistrationClient, type RegistrationClient, type RegistrationClientOptions } from "../client.ts";

/** One call as the fake backend received it. */
export interface ReceivedCall {
  readonly function: string;
  readonly region: string;
  readonly body: unknown;
  readonly headers: IncomingMessage["headers"];
}

/** A server that speaks the callable protocol, and a client that talks to it. */
export interface FakeBackend extends AsyncDisposable {
  readonly client: RegistrationClient;
  readonly functions: Functions;
  readonly calls: readonly ReceivedCall[];
}

/** How the server is to treat every call, once it has read the body. */
export type Behaviour = (response: ServerResponse) => void;

let apps = 0;

/** Starts a backend on any free port; `place`: where the client believes the functions are. */
export async function fakeBackend(behave: Behaviour, place: RegistrationClientOptions = {}): Promise<FakeBackend> {
  const calls: ReceivedCall[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body: unknown = JSON.parse(await text(request));
    const [, , region = "", name = ""] = request.url?.split("/") ?? [];
    calls.push({ function: name, region, body, headers: request.headers });
    behave(response);
  };
  const server = createServer((request, response) => void receive(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  apps += 1;
  const app = initializeApp({ projectId: "demo-client", apiKey: "none", appId: "none" }, `client-${apps}`);
  const client = createRegistrationClient(app, { ...place, emulators: { functions: `127.0.0.1:${port}` } });
  return {
    client,
    functions: getFunctions(app),
    calls,
    [Symbol.asyncDispose]: async () => {
      await deleteApp(app);
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Answers with a result. */
export const answering =
  (result: unknown): Behaviour =>
  (response) => {
    send(response, 200, { result });
  };

/** Refuses as firebase-functions does. */
export const refusing =
  (httpStatus: number, status: string, message: string, details?: unknown): Behaviour =>
  (response) => {
    send(response, httpStatus, { error: { status, message, ...(details === undefined ? {} : { details }) } });
  };

/** Streams lines of server-sent events, then ends. */
export const streaming =
  (...events: readonly unknown[]): Behaviour =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n: ping\n\n`);
    response.end();
  };

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
