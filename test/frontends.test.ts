import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { codeIn, packedFrontend, type PackedFrontend } from "../client/src/testing/packed-frontend.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { addUser } from "../tools/emulators/emulator-session.ts";
import { root } from "../tools/root.ts";
import { launchBrowser } from "./harness/browser.ts";
import { clearStore, env } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { functionsBaseUrl, simulatorPort } from "./harness/emulators.ts";
import { registerPosts } from "./harness/simulator.ts";
import { putOldestReact, viteFrontend, type ServedFrontend } from "./harness/vite-frontend.ts";

const CONFIGURED = "550000000000001";
/** The newest React, and the oldest that the client's package.json allows; each with numbers of its own. */
const REACTS = [
  { react: "19", first: "550000000000190", second: "550000000000191" },
  { react: "18", first: "550000000000192", second: "550000000000193" },
] as const;
const auth = env("FIREBASE_AUTH_EMULATOR_HOST");
const functions = new URL(functionsBaseUrl).host;

describe("frontends that take the packed client, in a browser on the emulators", () => {
  let browser: Browser;
  let simulator: Simulator;
  let packed: PackedFrontend;
  let operator: { readonly email: string; readonly password: string };

  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await startSimulator({ port: simulatorPort }));
    for (const { first, second } of REACTS)
      for (const id of [first, second]) simulator.state.patchNumber(id, { pin: "424242" });
    operator = await addUser(process.env, { whatsappOperator: true });
    packed = await packedFrontend();
    browser = closing(await launchBrowser());
  });
  after(() => packed[Symbol.dispose]());

  const write = (file: string, code: string): void => writeFileSync(path.join(packed.folder, file), code);

  it("run the README's quick start, built by Vite: five lines register the configured number", async () => {
    const places = [
      ["127.0.0.1:9099", auth],
      ["127.0.0.1:5001", functions],
      ["demo-whatsapp-registration", env("GCLOUD_PROJECT")],
      ["operator@example.com", operator.email],
      ["operator-demo", operator.password],
    ] as const;
    let [code] = codeIn("client/README.md");
    assert.equal(code.split("\n\n").at(-1)?.trim().split("\n").length, 5, "five lines, beside the imports");
    for (const [from, to] of places) {
      assert.ok(code.includes(from), `The quick start says nothing of ${from}.`);
      code = code.replace(from, to);
    }
    write("quick-start.ts", code);
    const frontend = closing(await viteFrontend(packed.folder, "quick-start.ts"));
    const page = await browser.newPage();
    const said = page.waitForEvent("console", { predicate: (message) => message.type() === "log", timeout: 60_000 });
    await page.goto(frontend.url);
    assert.equal((await said).text(), "registered");
    await page.close();
    assert.equal(registerPosts(simulator, CONFIGURED).length, 1);
  });

  for (const { react, first, second } of REACTS)
    describe(`run the README's component, with React ${react}`, () => {
      let frontend: ServedFrontend;
      const opened: Page[] = [];

      const closingReact = closedAfterTests();
      before(async () => {
        const sources = path.join(root, "test", "frontends");
        const [card] = codeIn("client/README.md", "tsx");
        assert.equal(
          card,
          readFileSync(path.join(sources, "number-card.tsx"), "utf8"),
          "the README shows what is tested",
        );
        for (const name of ["number-card.tsx", "react-main.tsx"])
          copyFileSync(path.join(sources, name), path.join(packed.folder, name));
        write("tsconfig.json", JSON.stringify({ compilerOptions: { jsx: "react-jsx" } }));
        if (react === "18") await putOldestReact(packed.folder);
        frontend = closingReact(await viteFrontend(packed.folder, "react-main.tsx"));
      });
      after(async () => {
        for (const page of opened) await page.close();
      });

      /** Opens the app, signed in as the operator or not at all. */
      async function open(who: Readonly<Record<string, string>>): Promise<Page> {
        const firestore = env("FIRESTORE_EMULATOR_HOST");
        const where = { project: env("GCLOUD_PROJECT"), auth, functions, firestore, first, second };
        const page = await browser.newPage();
        opened.push(page);
        page.setDefaultTimeout(30_000);
        await page.goto(`${frontend.url}/?${new URLSearchParams({ ...where, ...who }).toString()}`);
        return page;
      }

      it("which registers a number and follows its state, and shows nothing of one number for another", async () => {
        const page = await open(operator);
        const lifecycle = page.getByRole("heading");
        await lifecycle.filter({ hasText: "absent" }).waitFor();
        assert.equal((await page.locator("#react").textContent())?.split(".")[0], react);
        await page.getByLabel("Two-step PIN").fill("424242");
        // The second click comes while the call is out.
        await page.getByRole("button", { name: "Register" }).dblclick();
        await page.getByRole("status").filter({ hasText: "registered" }).waitFor();
        await lifecycle.filter({ hasText: "connected" }).waitFor();
        assert.equal(registerPosts(simulator, first).length, 1);
        await page.locator("#numbers", { hasText: first }).waitFor();

        await page.evaluate(() => {
          const shown: string[] = [];
          new MutationObserver(() => shown.push(document.querySelector("form")?.innerText ?? "")).observe(
            document.body,
            {
              subtree: true,
              childList: true,
              characterData: true,
            },
          );
          Object.assign(globalThis, { shown });
        });
        await page.getByRole("button", { name: "The other number" }).click();
        await lifecycle.filter({ hasText: "absent" }).waitFor();
        assert.equal(await page.getByRole("status").textContent(), "");
        const shown = await page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
        assert.ok(shown.length > 0);
        assert.deepEqual(
          shown.filter((text) => /connected|registered/.test(text)),
          [],
        );
      });

      it("which tells of a failure by its cause", async () => {
        const page = await open(operator);
        await page
          .getByRole("heading")
          .filter({ hasText: /connected/ })
          .waitFor();
        await page.getByLabel("Two-step PIN").fill("12345");
        await page.getByRole("button", { name: "Register" }).click();
        await page.getByRole("status").filter({ hasText: "pin must be exactly six digits" }).waitFor();
      });

      it("which listens again when it comes back, and says when it may not listen", async () => {
        const page = await open(operator);
        await page.getByRole("heading").filter({ hasText: "connected" }).waitFor();
        await page.getByRole("button", { name: "Open or close" }).click();
        assert.equal(await page.getByRole("heading").count(), 0);
        await page.getByRole("button", { name: "Open or close" }).click();
        await page.getByRole("heading").filter({ hasText: "connected" }).waitFor();

        const stranger = await open({});
        await stranger.getByRole("heading").filter({ hasText: "failed" }).waitFor();
        await stranger.locator("#numbers", { hasText: "failed" }).waitFor();
      });
    });
});
