import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { replyToWebhook, type WebhookSetup } from "../handlers/webhook/reply.ts";

/** The webhook behind a bare HTTP server, as Cloud Functions puts it: raw bytes, Node's own headers. */
export interface WebhookServer extends AsyncDisposable {
  readonly url: string;
  /** Sends bytes with these headers; a header given as a list is sent that often. */
  post(
    body: Uint8Array,
    headers?: Readonly<Record<string, string | string[]>>,
  ): Promise<{ status: number; body: string }>;
}

export async function webhookServer(setup: WebhookSetup): Promise<WebhookServer> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const rawBody = await buffer(request);
      const query = Object.fromEntries(new URL(request.url ?? "/", "http://localhost").searchParams);
      const signature = request.headers["x-hub-signature-256"];
      const reply = await replyToWebhook(
        {
          method: request.method ?? "GET",
          query,
          rawBody,
          signature: typeof signature === "string" ? signature : undefined,
        },
        () => setup,
      );
      response.writeHead(reply.status, { "content-type": "text/plain" }).end(reply.body);
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    post: async (body, headers = {}) => {
      const sent = httpRequest({
        port,
        host: "127.0.0.1",
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
      });
      const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
        sent.once("error", reject).once("response", (response) => {
          text(response).then((said) => resolve({ status: response.statusCode ?? 0, body: said }), reject);
        });
      });
      sent.end(body);
      return answered;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
