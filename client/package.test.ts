import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { builtApi } from "./build.ts";
import { codeIn, packedFrontend, type PackedFrontend } from "./src/testing/packed-frontend.ts";

const root = path.join(import.meta.dirname, "..");

/** The frontend that takes the packed file: what its node_modules would hold, and the documents' examples as its sources. */
let frontend = "";
let packed: PackedFrontend;

/** The examples of the documents, by the files that they are put into. */
const EXAMPLES = {
  "quick-start.ts": () => codeIn("client/README.md")[0],
  "number-card.tsx": () => codeIn("client/README.md", "tsx")[0],
  "example.ts": () => codeIn("client/README.md")[1] ?? assert.fail("The README lacks its second example."),
  "in-german.ts": () => codeIn("client/README.md")[2] ?? assert.fail("The README lacks its third example."),
  "emulators.ts": () => codeIn("docs/frontend-testing.md")[0],
  "connect.ts": () => codeIn("docs/embedded-signup.md")[0],
  "connect-number.tsx": () => codeIn("docs/embedded-signup.md", "tsx")[0],
};

before(async () => {
  packed = await packedFrontend();
  frontend = packed.folder;
  for (const [file, code] of Object.entries(EXAMPLES)) writeFileSync(path.join(frontend, file), code());
  writeFileSync(path.join(frontend, "package.json"), '{ "type": "module" }');
});

after(() => packed[Symbol.dispose]());

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
}

suite("the packed client in a frontend", () => {
  for (const moduleResolution of ["bundler", "nodenext"]) {
    test(`the documents' examples compile in the strictest setting, ${moduleResolution}`, () => {
      const compilerOptions = {
        target: "es2023",
        // Firebase's own declarations name Temporal.
        lib: ["es2023", "dom", "esnext.temporal"],
        module: moduleResolution === "bundler" ? "esnext" : "nodenext",
        moduleResolution,
        jsx: "react-jsx",
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noImplicitReturns: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        skipLibCheck: false,
      };
      writeFileSync(
        path.join(frontend, "tsconfig.json"),
        JSON.stringify({ compilerOptions, files: Object.keys(EXAMPLES) }),
      );
      const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
      assert.equal(output(process.execPath, [tsc, "-p", frontend]), "");
    });
  }

  test("calling costs at most 45 kB over the Firebase SDK's own, compressed, and brings no Firestore", async () => {
    const start = `import { initializeApp } from "firebase/app"; const app = initializeApp({ projectId: "p" });`;
    const sdk = await compressed(
      `${start} import { getFunctions, httpsCallable } from "firebase/functions"; export const call = httpsCallable(getFunctions(app), "registerPhoneNumber");`,
    );
    const client = await compressed(
      `${start} import { createRegistrationClient } from "whatsapp-registration-client"; export const call = createRegistrationClient(app).registerPhoneNumber;`,
    );
    assert.ok(client.bytes - sdk.bytes <= 45_000, `${client.bytes} bytes, the SDK alone ${sdk.bytes}`);
    assert.ok(!client.inputs.some((name) => name.includes("@firebase/firestore")));
  });

  test("the signup costs calling nothing, and brings neither zod nor Firebase itself", async () => {
    const calling = await compressed(
      `import { createRegistrationClient } from "whatsapp-registration-client"; export const create = createRegistrationClient;`,
    );
    assert.ok(!calling.inputs.some((name) => name.includes("/signup")));
    const signup = await compressed(
      `import { startSignup } from "whatsapp-registration-client/signup"; export const start = startSignup;`,
    );
    assert.ok(signup.bytes <= 4000, `${signup.bytes} bytes`);
    assert.ok(!signup.inputs.some((name) => /zod|firebase\//.test(name)), signup.inputs.join(", "));
  });

  test("a language costs calling nothing, and its translator about one kB", async () => {
    const calling = await compressed(
      `import { createRegistrationClient } from "whatsapp-registration-client"; export const create = createRegistrationClient;`,
    );
    assert.ok(!calling.inputs.some((name) => name.includes("/languages")));
    const translator = await compressed(`export { translated } from "whatsapp-registration-client/languages";`);
    assert.ok(translator.bytes <= 1300, `${translator.bytes} bytes`);
    const german = await compressed(`export { german } from "whatsapp-registration-client/languages/de";`);
    assert.ok(german.bytes <= 40_000, `${german.bytes} bytes`);
    assert.ok(!german.inputs.some((name) => /zod|firebase\/|\/es|\/pt/.test(name)), german.inputs.join(", "));
  });

  test("the hooks cost a frontend with React a few kB over calling and listening, and calling alone brings no React", async () => {
    const both = `export { createRegistrationClient } from "whatsapp-registration-client"; export { createWatchers } from "whatsapp-registration-client/watch";`;
    const without = await compressed(both, ["react"]);
    const hooks = await compressed(`${both} export * from "whatsapp-registration-client/react";`, ["react"]);
    assert.ok(hooks.bytes - without.bytes <= 1500, `${hooks.bytes - without.bytes} bytes`);
    assert.ok(!without.inputs.some((name) => name.includes("react")));
  });

  test("every script has its source map, with the sources in it", () => {
    const dist = path.join(frontend, "node_modules", "whatsapp-registration-client", "dist");
    const scripts = readdirSync(dist).filter((name) => name.endsWith(".js"));
    assert.ok(scripts.length > 4);
    for (const name of scripts) {
      assert.match(readFileSync(path.join(dist, name), "utf8"), new RegExp(`\n//# sourceMappingURL=${name}\\.map\n$`));
      assert.ok(existsSync(path.join(dist, `${name}.map`)), name);
      const map = JSON.parse(readFileSync(path.join(dist, `${name}.map`), "utf8")) as SourceMap;
      assert.equal(map.sourcesContent.length, map.sources.length, name);
      assert.ok(!map.sourcesContent.includes(""), name);
    }
  });

  test("api.md says what the package offers", () => {
    const report = readFileSync(path.join(root, "client", "api.md"), "utf8");
    assert.ok(
      report === builtApi(),
      "client/api.md is out of date: run npm run build:client, look at what changed, and commit it.",
    );
  });

  test("a bundler takes it without zod's languages", async () => {
    const { metafile, errors } = await build({
      entryPoints: [path.join(frontend, "example.ts")],
      bundle: true,
      minify: true,
      format: "esm",
      preserveSymlinks: true,
      write: false,
      outdir: frontend,
      metafile: true,
      external: ["firebase/*"],
    });
    assert.deepEqual(errors, []);
    const [bundle] = Object.values(metafile.outputs);
    assert.ok(bundle !== undefined && bundle.bytes < 300_000, `the client and zod make ${bundle?.bytes} bytes`);
  });
});

/** How many bytes a program of the frontend's has when it is bundled, minified and compressed, and what went into it. */
async function compressed(program: string, external: string[] = []): Promise<{ bytes: number; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: frontend },
    bundle: true,
    minify: true,
    format: "esm",
    preserveSymlinks: true,
    write: false,
    metafile: true,
    external,
  });
  return { bytes: gzipSync(outputFiles[0]?.contents ?? "").length, inputs: Object.keys(metafile.inputs) };
}

function output(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return String(error.stdout);
    throw error;
  }
}

test("the ports in docs/frontend-testing.md are those of firebase.json", () => {
  const { emulators } = JSON.parse(readFileSync(path.join(root, "firebase.json"), "utf8")) as {
    readonly emulators: Readonly<Record<"auth" | "functions" | "firestore", { readonly port: number }>>;
  };
  const [code] = codeIn("docs/frontend-testing.md");
  const { auth, functions, firestore } = emulators;
  for (const { port } of [auth, functions, firestore]) assert.ok(code.includes(String(port)), String(port));
});
