import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { launchBrowser } from "./harness/browser.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { serveSignupPage, type SignupPage } from "./harness/signup-page.ts";

const Result = z.looseObject({ status: z.string() });
type Result = z.infer<typeof Result>;

describe("Embedded Signup in a browser, with the simulated Meta", () => {
  let browser: Browser;
  let simulator: Simulator;
  let site: SignupPage;
  let page: Page;
  let complaints: string[];

  const closing = closedAfterTests();
  before(async () => {
    simulator = closing(await startSimulator());
    site = closing(await serveSignupPage(simulator.url));
    browser = closing(await launchBrowser());
  });
  beforeEach(async () => {
    complaints = [];
    const context = await browser.newContext();
    context.setDefaultTimeout(15_000);
    page = await context.newPage();
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await page.context().close();
    simulator.state.reset();
    assert.deepEqual(complaints, []);
  });

  async function openDialog(query = ""): Promise<Page> {
    await page.goto(`${site.url}/${query}`);
    const opened = page.waitForEvent("popup");
    await page.getByRole("button").click();
    return opened;
  }

  async function result(): Promise<Result> {
    await page.locator("output", { hasText: "status" }).waitFor();
    return Result.parse(JSON.parse((await page.locator("output").textContent()) ?? ""));
  }

  /** Plays the customer: fills the dialog in, and ends it. */
  async function play(choices: Readonly<Record<string, string>>, query = ""): Promise<Result> {
    const dialog = await openDialog(query);
    await dialog.getByText("SIMULATION.").waitFor();
    await dialog.getByText("What may be wrong").click();
    for (const [label, option] of Object.entries(choices))
      await dialog.getByRole("combobox", { name: label, exact: true }).selectOption(option);
    await dialog.getByRole("button", { name: "End the dialog" }).click();
    return result();
  }

  const exchange = async (code: unknown): Promise<unknown> => {
    const query = new URLSearchParams({
      client_id: "888000000000001",
      client_secret: "simulator-app-secret",
      code: z.string().parse(code),
    });
    return (await fetch(`${simulator.url}/v25.0/oauth/access_token?${query.toString()}`)).json();
  };

  it("loads nothing of Meta's before the click", async () => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(site.url);
    assert.ok(asked.every((url) => url.startsWith(site.url)));
  });

  for (const order of ["message_first", "code_first"]) {
    it(`finishes with a verified number, ${order}, and the code is good for a token`, async () => {
      const { code, ...rest } = await play({ "The page is told": order });
      const waba = [...simulator.state.wabas.values()].find(({ id }) => id === rest["wabaId"]);
      const number = [...simulator.state.numbers.values()].find(({ wabaId }) => wabaId === waba?.id);
      assert.deepEqual(rest, {
        status: "finished",
        wabaId: waba?.id,
        phoneNumberId: number?.id,
        coexistence: false,
        event: "FINISH",
      });
      assert.equal(number?.codeVerificationStatus, "VERIFIED");
      assert.partialDeepStrictEqual(await exchange(code), { token_type: "bearer" });
    });
  }

  it("finishes without a number, and with one of the WhatsApp Business app", async () => {
    const without = await play({ "The customer": "no_number" });
    assert.equal(without.status, "finished");
    assert.equal("phoneNumberId" in without, false);
    const coexistence = await play({ "The customer": "coexistence" });
    assert.partialDeepStrictEqual(coexistence, { status: "finished", coexistence: true });
  });

  it("hands on a code that Meta then refuses", async () => {
    const { code } = await play({ "The code": "of_another_app" });
    assert.partialDeepStrictEqual(await exchange(code), { error: { code: 100 } });
  });

  it("says on which screen a customer has left", async () => {
    assert.deepEqual(
      await play({ "The customer": "cancelled", "The screen they leave on": "PHONE_NUMBER_VERIFICATION" }),
      {
        status: "cancelled",
        step: "PHONE_NUMBER_VERIFICATION",
      },
    );
  });

  it("says that the window was closed", async () => {
    const dialog = await openDialog();
    await dialog.getByRole("button", { name: "End the dialog" }).waitFor();
    await dialog.close();
    assert.deepEqual(await result(), { status: "cancelled", step: null });
  });

  it("says what error the customer met", async () => {
    const { message, ...rest } = await play({ "The customer": "error" });
    assert.deepEqual(rest, { status: "meta_error", code: "524126", sessionId: "f00000000000001" });
    assert.match(String(message), /verified name/);
  });

  it("does not believe a page of another origin", async () => {
    const dialog = await openDialog("?forger");
    const forged = async (): Promise<number> => Number(await page.locator("body").getAttribute("data-forged"));
    const atFirst = await forged();
    const deadline = Date.now() + 10_000;
    while ((await forged()) <= atFirst) {
      assert.ok(Date.now() < deadline, "no forged message reached the page that listens");
      await page.waitForTimeout(50);
    }
    await dialog.getByText("What may be wrong").click();
    // The code first: a forged message that was believed would end the signup with it.
    await dialog.getByRole("combobox", { name: "The page is told" }).selectOption("code_first");
    await dialog.getByRole("button", { name: "End the dialog" }).click();
    const finished = await result();
    assert.equal(finished.status, "finished");
    assert.notEqual(finished["wabaId"], "777000000000666");
  });

  it("shows what Meta shows for a configuration that is not known", async () => {
    const dialog = await openDialog("?config=444000000000009");
    await dialog.getByText("Sorry, something went wrong.").waitFor();
    await dialog.close();
    assert.deepEqual(await result(), { status: "cancelled", step: null });
  });

  it("says that the script was blocked, and loads it when it is asked again", async () => {
    await page.route("**/sdk.js", (route) => route.abort());
    await page.goto(site.url);
    await page.getByRole("button").click();
    assert.deepEqual(await result(), { status: "script_blocked" });
    assert.match(complaints.join("\n"), /ERR_FAILED/);
    complaints = [];
    await page.unroute("**/sdk.js");
    const opened = page.waitForEvent("popup");
    await page.getByRole("button").click();
    await (await opened).getByRole("button", { name: "End the dialog" }).click();
    await page.locator("output", { hasText: "finished" }).waitFor();
  });

  it("says that the browser opened no window", async () => {
    await page.addInitScript(() => {
      window.open = () => null;
    });
    await page.goto(site.url);
    await page.getByRole("button").click();
    assert.deepEqual(await result(), { status: "popup_blocked" });
  });
});
