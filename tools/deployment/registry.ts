import { spawn, execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { root } from "../root.ts";

/** A registry of npm packages on loopback. */
export interface Registry {
  readonly url: string;
  close(): Promise<void>;
}

const Lock = z.object({ packages: z.record(z.string(), z.looseObject({ version: z.string() })) });
const Manifest = z.looseObject({ name: z.string(), version: z.string() });
const Shrinkwrap = z.looseObject({ packages: z.record(z.string(), z.looseObject({})) });

/** A version of a package: what it says of itself, and its folder. */
interface Package {
  readonly manifest: z.infer<typeof Manifest>;
  readonly folder: string;
}

/**
 * Serves what is installed for the functions, and a packed file as if it had been published. Archives are made of the folders in
 * node_modules, so they have other hashes than those that the registry gave; the shrinkwrap of the packed file is served without them.
 */
export async function startRegistry(packed: string): Promise<Registry> {
  const scratch = mkdtempSync(path.join(tmpdir(), "registry-"));
  const packages = [...installed(), compiler(scratch), published(scratch, packed)];
  const server = createServer((request, response) => answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      rmSync(scratch, { recursive: true });
    },
  };

  function answer({ url: asked = "" }: IncomingMessage, response: ServerResponse): void {
    const [name = "", version] = decodeURIComponent(asked.slice(1)).split("/-/");
    const versions = packages.filter(({ manifest }) => manifest.name === name);
    const one = versions.find(({ manifest }) => `${manifest.version}.tar` === version);
    if (versions.length === 0) {
      // npm asks for optional peers, too, and goes on without them.
      response.writeHead(404, { "content-type": "application/json" }).end("{}");
    } else if (one === undefined) {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(packument(name, versions)));
    } else {
      archive(scratch, one, response);
    }
  }

  function packument(name: string, versions: readonly Package[]): unknown {
    const latest = versions.at(-1)?.manifest.version;
    return {
      name,
      "dist-tags": { latest },
      versions: Object.fromEntries(
        versions.map(({ manifest, folder }) => [
          manifest.version,
          {
            ...manifest,
            _hasShrinkwrap: existsSync(path.join(folder, "npm-shrinkwrap.json")),
            dist: { tarball: `${url}${name}/-/${manifest.version}.tar` },
          },
        ]),
      ),
    };
  }
}

const manifestIn = (folder: string): z.infer<typeof Manifest> =>
  Manifest.parse(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")));

function installed(): Package[] {
  const functions = path.join(root, "functions");
  const { packages } = Lock.parse(JSON.parse(readFileSync(path.join(functions, "package-lock.json"), "utf8")));
  const folders = Object.keys(packages).filter((place) => place !== "");
  return folders
    .map((place) => path.join(functions, place))
    .filter((folder) => existsSync(path.join(folder, "package.json")))
    .map((folder) => ({ manifest: manifestIn(folder), folder }));
}

/** The wrapper of a kit asks for TypeScript 6: it gets this repository's, by that number. */
function compiler(scratch: string): Package {
  const folder = path.join(scratch, "compiler");
  const manifest = { name: "typescript", version: "6.0.0", type: "module", bin: { tsc: "tsc.js" } };
  mkdirSync(folder);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const run = `execFileSync(process.execPath, [${JSON.stringify(tsc)}, ...process.argv.slice(2)], { stdio: "inherit" })`;
  writeFileSync(
    path.join(folder, "tsc.js"),
    `#!/usr/bin/env node\nimport { execFileSync } from "node:child_process";\n${run};\n`,
    { mode: 0o755 },
  );
  return { manifest, folder };
}

function published(scratch: string, packed: string): Package {
  execFileSync("tar", ["-xzf", packed, "-C", scratch], { stdio: "pipe" });
  const folder = path.join(scratch, "package");
  const file = path.join(folder, "npm-shrinkwrap.json");
  const lock = Shrinkwrap.parse(JSON.parse(readFileSync(file, "utf8")));
  const packages = Object.entries(lock.packages).map(([place, { integrity: _hash, ...entry }]): [string, object] => [
    place,
    entry,
  ]);
  writeFileSync(file, JSON.stringify({ ...lock, packages: Object.fromEntries<object>(packages) }));
  return { manifest: manifestIn(folder), folder };
}

/** npm takes archives that are not compressed, too. What lies in the package's own node_modules are packages of their own. */
function archive(scratch: string, { folder }: Package, response: ServerResponse): void {
  const staged = mkdtempSync(path.join(scratch, "archive-"));
  symlinkSync(folder, path.join(staged, "package"), "junction");
  const tar = spawn("tar", ["-chf", "-", "--exclude=node_modules", "-C", staged, "package"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  response.writeHead(200, { "content-type": "application/octet-stream" });
  tar.stdout.pipe(response);
}
