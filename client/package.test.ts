import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { packClient } from "./build.ts";

const root = path.join(import.meta.dirname, "..");

/** The frontend that takes the packed file: what its node_modules would hold, and the documents' examples as its sources. */
let frontend = "";

before(async () => {
  frontend = mkdtempSync(path.join(tmpdir(), "frontend-"));
  const installed = path.join(frontend, "node_modules", "whatsapp-registration-client");
  mkdirSync(installed, { recursive: true });
  mkdirSync(path.join(frontend, "node_modules", "@types"));
  for (const name of ["firebase", "@firebase", "idb", "tslib", "zod", "@types/react", "csstype"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(frontend, "node_modules", name), "junction");
  }
  const packed = await packClient(frontend);
  execFileSync("tar", ["-xzf", packed, "-C", installed, "--strip-components=1"]);
  writeFileSync(path.join(frontend, "example.ts"), codeIn("client/README.md"));
  writeFileSync(path.join(frontend, "emulators.ts"), codeIn("docs/frontend-testing.md"));
  writeFileSync(path.join(frontend, "connect.ts"), codeIn("docs/embedded-signup.md"));
  writeFileSync(path.join(frontend, "connect-number.tsx"), codeIn("docs/embedded-signup.md", "tsx"));
  writeFileSync(path.join(frontend, "package.json"), '{ "type": "module" }');
});

after(() => rmSync(frontend, { recursive: true, force: true }));

/** The first piece of TypeScript in a document, or of another language. */
function codeIn(document: string, language = "ts"): string {
  const text = readFileSync(path.join(root, document), "utf8");
  const [, code] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(text) ?? [];
  return code ?? assert.fail(`${document} has no example in ${language}.`);
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
        JSON.stringify({ compilerOptions, files: ["example.ts", "emulators.ts", "connect-number.tsx"] }),
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
async function compressed(program: string): Promise<{ bytes: number; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: frontend },
    bundle: true,
    minify: true,
    format: "esm",
    preserveSymlinks: true,
    write: false,
    metafile: true,
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
  const code = codeIn("docs/frontend-testing.md");
  const { auth, functions, firestore } = emulators;
  for (const { port } of [auth, functions, firestore]) assert.ok(code.includes(String(port)), String(port));
});
