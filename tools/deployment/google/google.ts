import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { ENDPOINTS, HOSTS } from "./endpoints.ts";
import type { GoogleProject } from "./project.ts";
import { Refusal, type Sent } from "./requests.ts";
import { tlsProxy } from "./tls-proxy.ts";

/** Google's APIs on loopback, for one program that is started with `env`. */
export interface Google {
  readonly env: NodeJS.ProcessEnv;
  /** Everything that was sent, in order. */
  readonly sent: Sent[];
  /** Requests that nothing here answers. A rehearsal with any has shown nothing. */
  readonly unknown: string[];
  close(): Promise<void>;
}

/** Plays Google for this project, which the requests change. */
export async function google(project: GoogleProject): Promise<Google> {
  const sent: Sent[] = [];
  const unknown: string[] = [];
  const proxy = await tlsProxy(
    HOSTS,
    (request, response) => {
      void answer(request, response);
    },
    (host) => unknown.push(`the host ${host}`),
  );
  return { env: proxy.env, sent, unknown, close: () => proxy.close() };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", `https://${request.headers.host}`);
    const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
    const bytes = await buffer(request);
    const body: unknown = isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : bytes;
    const method = request.method ?? "";
    const route = `${method} ${url.hostname}${decodeURIComponent(url.pathname)}`;
    for (const { pattern, answer: answerer } of ENDPOINTS) {
      const names = pattern.exec(route)?.slice(1);
      if (names === undefined) continue;
      const one: Sent = { route, names, query: url.searchParams, headers: request.headers, body };
      sent.push(one);
      reply(response, () => answerer(one, project));
      return;
    }
    unknown.push(route);
    reply(response, () => {
      throw new Refusal(501, `The stand-in does not know ${route}.`);
    });
  }
}

function reply(response: ServerResponse, answer: () => unknown): void {
  let [status, body] = [200, {} as unknown];
  try {
    body = answer() ?? {};
  } catch (error) {
    status = error instanceof Refusal ? error.status : 500;
    body = { error: { code: status, message: String(error), status: status === 404 ? "NOT_FOUND" : "UNKNOWN" } };
  }
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
