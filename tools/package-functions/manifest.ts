import { z } from "zod";

const Versions = z.record(z.string(), z.string());

const OwnManifest = z.object({ version: z.string(), license: z.string(), dependencies: Versions });

const Lock = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.looseObject({ dependencies: Versions.optional(), optionalDependencies: Versions.optional() }),
  ),
});
type Packages = z.infer<typeof Lock>["packages"];

/** A project has these itself, once: a second firebase-functions would keep our params out of its manifest. */
const PEERS: Readonly<Record<string, string>> = { "firebase-admin": "^14.2.0", "firebase-functions": "^7.4.0" };

/** What package.json of the packed functions says. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** @param own functions/package.json, which is that of a codebase: it pins what is deployed, and is never published. */
export function packageManifest(own: unknown, name = "whatsapp-cloud-registration"): PackageManifest {
  const { version, license, dependencies } = OwnManifest.parse(own);
  const entry = (file: string): object => ({ types: `./lib/${file}.d.ts`, default: `./lib/${file}.js` });
  return {
    name,
    version,
    description: "Firebase functions that get a business's phone number onto the WhatsApp Cloud API",
    license,
    type: "module",
    // CommonJS, which a kit's wrapper is compiled to, takes ES modules from here on.
    engines: { node: ">=22.12" },
    exports: { ".": entry("kit"), "./functions": entry("functions") },
    // npm leaves the shrinkwrap out unless it is named.
    files: ["lib/**/*.js", "lib/**/*.d.ts", "npm-shrinkwrap.json"],
    dependencies: Object.fromEntries(Object.entries(dependencies).filter(([dependency]) => !(dependency in PEERS))),
    peerDependencies: PEERS,
  };
}

/**
 * The lock file of the package: of functions/package-lock.json what its own dependencies need. With the peers in it they would be
 * installed twice, into the project and below the package.
 */
export function shrinkwrap(manifest: PackageManifest, lock: unknown): unknown {
  const { packages } = Lock.parse(lock);
  const { name, version, license, dependencies } = manifest;
  const needed = new Set<string>();
  const queue = Object.keys(dependencies).map((dependency) => ({ dependency, from: "" }));
  for (const { dependency, from } of queue) {
    const place = placeOf(dependency, from, packages);
    if (place === undefined || needed.has(place)) continue;
    needed.add(place);
    const found = packages[place];
    const further = { ...found?.dependencies, ...found?.optionalDependencies };
    queue.push(...Object.keys(further).map((next) => ({ dependency: next, from: place })));
  }
  const locked = Object.entries(packages).filter(([place]) => needed.has(place));
  return {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name, version, license, dependencies, peerDependencies: manifest["peerDependencies"] },
      ...Object.fromEntries(locked),
    },
  };
}

/** Where Node finds a package from another: in the nearest node_modules above. `undefined`: an optional one that is not there. */
function placeOf(dependency: string, from: string, packages: Packages): string | undefined {
  const place = `${from === "" ? "" : `${from}/`}node_modules/${dependency}`;
  if (Object.hasOwn(packages, place)) return place;
  const above = from.lastIndexOf("/node_modules/");
  return from === "" ? undefined : placeOf(dependency, above === -1 ? "" : from.slice(0, above), packages);
}
