import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "../../tools/root.ts";
import { setUpPackage } from "../../tools/setup/install.mjs";

const FRONTENDS = path.join(root, "test", "frontends");
const WHAT = "Vite and React 18";
const run = promisify(execFile);

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript" };

/** A frontend that is built and served. */
export interface ServedFrontend {
  readonly url: string;
  close: () => Promise<void>;
}

/** Puts the oldest React that the client works with into a frontend's folder, in place of the newest. */
export async function putOldestReact(folder: string): Promise<void> {
  await setUpPackage(FRONTENDS, WHAT);
  for (const name of ["react", "react-dom", "scheduler"]) {
    const place = path.join(folder, "node_modules", name);
    rmSync(place, { recursive: true });
    symlinkSync(path.join(FRONTENDS, "node_modules", name), place, "junction");
  }
}

/** Builds a frontend by Vite, as its own repository would, and serves what was built. @param main the script to begin with */
export async function viteFrontend(folder: string, main: string): Promise<ServedFrontend> {
  await setUpPackage(FRONTENDS, WHAT);
  const page = readFileSync(path.join(FRONTENDS, "index.html"), "utf8").replace('src="/main"', `src="/${main}"`);
  writeFileSync(path.join(folder, "index.html"), page);
  // The packages are links into this repository, where an installed frontend has the packages themselves.
  writeFileSync(path.join(folder, "vite.config.js"), "export default { resolve: { preserveSymlinks: true } };\n");
  const vite = path.join(FRONTENDS, "node_modules", "vite", "bin", "vite.js");
  const dist = path.join(folder, `built-${path.parse(main).name}`);
  await run(process.execPath, [vite, "build", "--logLevel", "warn", "--outDir", dist], { cwd: folder });
  return serve(dist);
}

async function serve(folder: string): Promise<ServedFrontend> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const file = path.join(folder, pathname === "/" ? "index.html" : path.normalize(pathname));
    response.setHeader("content-type", TYPES[path.extname(file)] ?? "application/octet-stream");
    response.end(readFileSync(file));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}
