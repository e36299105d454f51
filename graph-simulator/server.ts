import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "./clock.ts";
import { answerControl, isControlPath } from "./control.ts";
import { deliver, send } from "./deliver.ts";
import type { Exchange } from "./description/exchange.ts";
import { type Fault, takesEffect } from "./faults.ts";
import { graphError, invalidParameter } from "./graph-errors.ts";
import { answer as answerOf } from "./graph.ts";
import { headersForPages, isOfThisMachine } from "./own-machine.ts";
import { parseParameters, readBody } from "./read-body.ts";
import { createRequestLog, type RecordedRequest, type RequestFilter, type RequestLog } from "./request-log.ts";
import { pageAt } from "./signup/pages.ts";
import { parseTarget, type Target } from "./target.ts";
import { TargetRequest } from "./webhook-control.ts";
import { createWorld, type World } from "./world.ts";

/** A running simulator. `url` has no slash at its end. */
export interface Simulator {
  readonly url: string;
  /** Tokens, apps, accounts, numbers, the clock and waiting faults; changes take effect with the next request. */
  readonly state: World;
  /** The requests to the Graph part so far, in the order in which they came. */
  requests(filter?: RequestFilter): readonly RecordedRequest[];
  clearRequests(): void;
  /** Stops listening and cuts every open connection. */
  close(): Promise<void>;
}

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly clock?: Clock;
  /** Requests the log has room for, 100,000 unless said otherwise. */
  readonly requestLogLimit?: number;
  /** Where webhooks go from the start, as `POST /_simulator/webhooks/target` would set it. */
  readonly webhookUrl?: string;
  /** Hears of every call to the Graph part and of its true answer. */
  readonly observe?: (exchange: Exchange) => void;
}

/** Starts a simulator. Rejects with Node's own error when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = "127.0.0.1", clock, requestLogLimit, webhookUrl, observe = () => undefined } = options;
  const world = createWorld(clock);
  if (webhookUrl !== undefined) world.webhooks.aim(TargetRequest.parse({ url: webhookUrl }));
  const log = createRequestLog(requestLogLimit);
  const server = createServer({ keepAliveTimeout: 65_000 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://${host}:${actual}`;
  server.on("request", (request, response) => {
    handle({ world, log, base: url, observe }, request, response).catch((error: unknown) =>
      reportDefect(response, error),
    );
  });
  return {
    url,
    state: world,
    requests: (filter) => log.list(filter),
    clearRequests: () => log.clear(),
    close: () =>
      new Promise((resolve) => {
        world.webhooks.clear();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Surroundings {
  readonly world: World;
  readonly log: RequestLog;
  readonly base: string;
  readonly observe: (exchange: Exchange) => void;
}

async function handle(
  { world, log, base, observe }: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.sendDate = false;
  response.setHeader("date", new Date(world.clock.now()).toUTCString());
  const [path = "/", search = ""] = (request.url ?? "/").split(/\?(.*)/s, 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  const method = request.method ?? "GET";
  const page = pageAt(method, path);
  if (page !== null) {
    request.resume();
    send(response, page);
    return;
  }
  if (isControlPath(path)) {
    const { origin } = request.headers;
    if (!isOfThisMachine(origin)) {
      request.resume();
      const error = "Pages of this machine alone may use the control API; nothing was changed.";
      send(response, { status: 403, body: { error, issues: [] } });
      return;
    }
    const body = await readBody(request);
    const asked = { method, path, query, body: body ?? "" };
    const reply = method === "OPTIONS" ? { status: 204, body: "" } : await answerControl(world, log, asked);
    send(response, { ...reply, headers: { ...reply.headers, ...headersForPages(origin) } });
    return;
  }
  if (log.full()) {
    request.resume();
    send(response, { status: 507, body: "The request log is full: DELETE /_simulator/requests to go on.\n" });
    return;
  }
  const target = parseTarget(method, path);
  const entry = log.open(target, query, flatHeaders(request), world.clock.now());
  follow(world, response, entry);
  const fault = world.faults.take(target) ?? resetAtHeaders(world, target);
  entry.fault = fault?.kind ?? null;
  if (fault?.kind === "reset" && fault.at === "headers") return deliver(response, { status: 200, body: {} }, fault);
  await answerGraph(world, { target, base, query, fault, entry, observe }, request, response);
}

/** A number's own fault that cuts the connection before the body is read must be known before anything else is done. */
function resetAtHeaders(world: World, target: Target): Fault | null {
  if (target.endpoint === null || target.nodeId === null) return null;
  const fault = world.numbers.get(target.nodeId)?.faults[target.endpoint];
  return fault?.kind === "reset" && fault.at === "headers" ? fault : null;
}

interface Incoming {
  readonly target: Target;
  readonly base: string;
  readonly query: Record<string, string>;
  /** A fault for this one request, from outside. */
  readonly fault: Fault | null;
  readonly entry: RecordedRequest;
  readonly observe: (exchange: Exchange) => void;
}

async function answerGraph(
  world: World,
  { target, base, query, fault, entry, observe }: Incoming,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const sent = body === null ? null : parseParameters(body, request.headers["content-type"] ?? "");
  entry.body = sent ?? body;
  const parameters: Record<string, unknown> = { ...query, ...sent };
  const token = findToken(request, query, sent, entry);
  if (fault?.kind === "graph_error") return deliver(response, graphError(fault.error), null);
  if (fault !== null && !takesEffect(fault)) return deliver(response, { status: 200, body: {} }, fault);
  if (sent === null) {
    return deliver(response, graphError(invalidParameter("The body is too large, or neither JSON nor a form.")), fault);
  }
  const { reply, fault: own } = await answerOf(world, { target, url: `${base}${target.path}`, parameters, token });
  entry.fault = fault?.kind ?? own?.kind ?? null;
  const { method, path, endpoint } = target;
  const answer = own === null || takesEffect(own) ? reply.body : null;
  observe({ method, path, endpoint, parameters, status: reply.status, answer });
  await deliver(response, reply, fault ?? own);
}

function findToken(
  request: IncomingMessage,
  query: Record<string, string>,
  body: Record<string, unknown> | null,
  entry: RecordedRequest,
): string | null {
  const bearer = /^(?:Bearer|OAuth) +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const inBody = body?.["access_token"];
  const inQuery = query["access_token"];
  if (bearer !== undefined) entry.tokenIn = "header";
  else if (inQuery !== undefined) entry.tokenIn = "query";
  else if (typeof inBody === "string") entry.tokenIn = "body";
  return bearer ?? inQuery ?? (typeof inBody === "string" ? inBody : null);
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]),
  );
}

function follow(world: World, response: ServerResponse, entry: RecordedRequest): void {
  response.once("close", () => {
    entry.status = response.headersSent ? response.statusCode : null;
    entry.finishedAt = new Date(world.clock.now()).toISOString();
  });
}

function reportDefect(response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  process.stderr.write(
    `graph simulator: a defect of its own: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  if (!response.headersSent) send(response, { status: 500, body: "The simulator itself failed; see its terminal.\n" });
}
