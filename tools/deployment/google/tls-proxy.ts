import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy, type RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { generate } from "selfsigned";

/** A forward proxy on loopback that answers for these hosts itself; what it cannot answer for goes nowhere. */
export interface TlsProxy {
  /** Variables for the one program that shall go through it. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** The number of X.509 for the name of a host. */
const DNS = 2;

/**
 * Ends the TLS of every connection to one of these hosts with a certificate of its own, and hands the requests to `answer`.
 *
 * @param refuse is told of a host that is not among them
 */
export async function tlsProxy(
  hosts: readonly string[],
  answer: RequestListener,
  refuse: (host: string) => void,
): Promise<TlsProxy> {
  const altNames = hosts.map((value) => ({ type: DNS, value }) as const);
  const { cert, private: key } = await generate([{ name: "commonName", value: "A rehearsal's stand-in" }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames }],
  });
  const inside = createServer({ cert, key }, answer);
  const proxy = createProxy((request, response) => {
    refuse(request.url ?? "");
    response.writeHead(502).end();
  });
  proxy.on("connect", ({ url = "" }, socket) => {
    const host = url.replace(/:443$/u, "");
    if (!hosts.includes(host)) {
      refuse(url);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    inside.emit("connection", socket);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const folder = mkdtempSync(path.join(tmpdir(), "rehearsal-ca-"));
  const authorities = path.join(folder, "authorities.pem");
  writeFileSync(authorities, `${alreadyTrusted()}\n${cert}`);
  return {
    env: {
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      NODE_EXTRA_CA_CERTS: authorities,
    },
    close: async () => {
      rmSync(folder, { recursive: true });
      inside.closeAllConnections();
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, "close");
    },
  };
}

/** What this machine trusts besides: npm may need it, when a hook of the deployment installs something. */
function alreadyTrusted(): string {
  const file = process.env["NODE_EXTRA_CA_CERTS"];
  return file === undefined || file === "" ? "" : readFileSync(file, "utf8");
}
