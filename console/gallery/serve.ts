import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "esbuild";
import { startSimulator } from "../../graph-simulator/server.ts";
import { bundling } from "../bundling.ts";
import { demoTables } from "../demo-tables.ts";
import type { Shown } from "./exhibit.ts";

/** The gallery, served. */
export interface Gallery {
  readonly url: string;
  close(): Promise<void>;
}

const folder = path.join(import.meta.dirname, "..");

/** Builds the console's pages over what is made up, and serves them on any free port, with a simulator that plays Meta's side beside them. @throws Error with esbuild's messages. */
export async function serveGallery({ situations, connections }: Shown): Promise<Gallery> {
  const simulator = await startSimulator();
  const json = (body: unknown) => ({ type: "application/json", body: JSON.stringify(body) });
  const files = new Map([
    ["/", { type: "text/html; charset=utf-8", body: await readFile(path.join(folder, "index.html"), "utf8") }],
    ["/app.js", { type: "text/javascript", body: await bundled("gallery/main.ts") }],
    ["/app.css", { type: "text/css", body: await bundled("styles/demo.css") }],
    ["/icon.svg", { type: "image/svg+xml", body: await readFile(path.join(folder, "static", "icon.svg"), "utf8") }],
    ["/situations.json", json(situations)],
    ["/connections.json", json(connections)],
    ["/demo.json", json(demoTables(simulator.url))],
  ]);
  const server = createServer((request, response) => {
    const file = files.get((request.url ?? "/").split("?")[0] ?? "");
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": file.type }).end(file.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await Promise.all([
        simulator.close(),
        new Promise((resolve) => {
          server.close(resolve);
        }),
      ]);
    },
  };
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, entry)],
    ...bundling({ demo: true }),
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}
