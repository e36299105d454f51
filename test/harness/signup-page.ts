import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "esbuild";
import { root } from "../../tools/root.ts";

/** A frontend's page with a button that starts a signup, and shows the result as JSON. */
export interface SignupPage {
  readonly url: string;
  close: () => Promise<void>;
}

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop's backend</title>
<script type="module" src="/page.js"></script></head>
<body><button type="button">Connect a number</button><output></output></body></html>`;

/** Posts a finish that nobody has made, again and again, to the page that embeds it. */
const FORGER = `<!doctype html><html lang="en"><head><title>Forger</title></head><body><script>
const data = { waba_id: "777000000000666", phone_number_id: "550000000000666", business_id: "666000000000666" };
setInterval(() => {
  parent.postMessage(JSON.stringify({ type: "WA_EMBEDDED_SIGNUP", event: "FINISH", data }), "*");
}, 50);
</script></body></html>`;

/** Serves the page, and beside it one of another origin that forges messages. Its policy opens what the signup needs, and no more. */
export async function serveSignupPage(simulatorUrl: string): Promise<SignupPage> {
  const forger = await listen((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8").end(FORGER);
  });
  const script = await bundledPage({ simulator: new URL(simulatorUrl).host, forger: addressOf(forger) });
  const policy = `default-src 'none'; script-src 'self' ${simulatorUrl}; frame-src ${addressOf(forger)}; require-trusted-types-for 'script'`;
  const page = await listen((request, response) => {
    response.setHeader("content-security-policy", policy);
    response.setHeader("cross-origin-opener-policy", "same-origin-allow-popups");
    if (request.url === "/page.js") response.setHeader("content-type", "text/javascript").end(script);
    else response.setHeader("content-type", "text/html; charset=utf-8").end(PAGE);
  });
  const servers = [page, forger];
  return {
    url: addressOf(page),
    close: async () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

/**
 * `?…` of the page's address: `config` names another configuration, `forger` embeds the other page, and `data-forged` of the body counts the
 * messages that came from it.
 */
async function bundledPage(where: { readonly simulator: string; readonly forger: string }): Promise<string> {
  const contents = `
import { startSignup } from "./signup.ts";
const asked = new URLSearchParams(location.search);
if (asked.has("forger")) {
  const frame = document.createElement("iframe");
  const frameOrigin = ${JSON.stringify(where.forger)};
  frame.src = frameOrigin;
  document.body.append(frame);
  addEventListener("message", ({ origin }) => {
    if (origin === frameOrigin) document.body.dataset.forged = String(Number(document.body.dataset.forged ?? 0) + 1);
  });
}
document.querySelector("button").addEventListener("click", async () => {
  const result = await startSignup({
    appId: "888000000000001",
    configId: asked.get("config") ?? "444000000000001",
    emulators: { simulator: ${JSON.stringify(where.simulator)} },
  });
  document.querySelector("output").textContent = JSON.stringify(result);
});`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: path.join(root, "client", "src"), loader: "js" },
    bundle: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

async function listen(handler: RequestListener): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
