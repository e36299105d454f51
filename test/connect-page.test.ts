import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { BUSINESS_TEMPLATES } from "../graph-simulator/magic/templates.ts";
import type { Simulator } from "../graph-simulator/server.ts";
import { addUser } from "../tools/emulators/emulator-session.ts";
import { faults } from "./harness/accessibility.ts";
import { launchBrowser } from "./harness/browser.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { pageUrl } from "./harness/emulators.ts";
import { simulatorForSignups } from "./harness/signup.ts";

type SignIn = Awaited<ReturnType<typeof addUser>>;

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const STEPS = ["token", "permissions", "account", "webhook", "numbers"];

describe("customers and an operator who connect numbers, in a browser on the emulators", () => {
  let browser: Browser;
  let simulator: Simulator;
  let page: Page;
  let complaints: string[];
  let acme: SignIn;
  let bravo: SignIn;
  let operator: SignIn;

  const closing = closedAfterTests();
  before(async () => {
    simulator = await simulatorForSignups(closing, { delivers: true });
    browser = closing(await launchBrowser());
    acme = await addUser(process.env, { whatsappCustomers: ["acme"] });
    bravo = await addUser(process.env, { whatsappCustomers: ["bravo"] });
    operator = await addUser(process.env, { whatsappOperator: true });
  });
  beforeEach(async () => {
    complaints = [];
    page = await open(DESKTOP);
  });
  afterEach(async () => {
    await page.context().close();
    assert.deepEqual(complaints, []);
  });

  async function open(viewport: { width: number; height: number }): Promise<Page> {
    const context = await browser.newContext({ viewport });
    context.setDefaultTimeout(60_000);
    const opened = await context.newPage();
    opened.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    opened.on("pageerror", (error) => complaints.push(error.message));
    return opened;
  }

  async function signIn({ email, password }: SignIn, address = ""): Promise<void> {
    await page.goto(`${pageUrl}/${address}`);
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.locator(".corner", { hasText: email }).waitFor({ state: "attached" });
  }

  /** Opens Meta's dialog by the page's button, and ends it as a customer would. */
  async function signUp(choices: Readonly<Record<string, string>> = {}, name?: string): Promise<void> {
    const opened = page.waitForEvent("popup");
    await page.getByRole("button", { name: "Connect a number" }).click();
    const dialog = await opened;
    await dialog.getByText("SIMULATION.").waitFor();
    await dialog.getByText("What may be wrong").click();
    for (const [label, option] of Object.entries(choices))
      await dialog.getByRole("combobox", { name: label, exact: true }).selectOption(option);
    if (name !== undefined) await dialog.getByLabel("Name of the business").fill(name);
    await dialog.getByLabel("The new account has a payment method").check();
    await dialog.getByRole("button", { name: "End the dialog" }).click();
  }

  const result = (heading: string): Promise<void> =>
    page.getByRole("heading", { name: heading, exact: true }).waitFor();

  /** A sentence of the result; screen readers are told the same in a place of their own. */
  const said = (text: string): Promise<void> => page.locator(".result", { hasText: text }).waitFor();

  /** The steps of connecting as the page shows them. */
  const steps = (): Promise<string[]> =>
    page
      .locator(".account-steps > li")
      .evaluateAll((items) =>
        items.map((item) =>
          item instanceof HTMLElement ? [item.dataset["step"], item.dataset["state"]].join(" ") : "",
        ),
      );

  const done = STEPS.map((name) => `${name} done`);

  /** The ids of the numbers that the page's list holds. */
  const listed = (): Promise<string[]> =>
    page
      .locator("nav a[data-id]")
      .evaluateAll((links) => links.map((link) => (link instanceof HTMLElement ? (link.dataset["id"] ?? "") : "")));

  async function step(name: string, state: string): Promise<ReturnType<Page["locator"]>> {
    const item = page.locator(`.setup > li[data-step=${name}][data-state=${state}]`);
    await item.waitFor();
    return item;
  }

  let acmesNumber = "";

  it("a member signs up, verifies, registers, and sends a message that arrives", async () => {
    await signIn(acme);
    await page.getByRole("heading", { name: "Numbers of acme" }).waitFor();
    await page.getByText("No number is connected yet.").waitFor();
    await page.getByRole("link", { name: "Connect a number" }).click();
    await page.waitForURL("**/connect.html");
    await signUp({ "The customer": "unverified" }, "Harbour Café");
    await result("Connected");
    assert.deepEqual(await steps(), done);
    await said("Verify next that the number is the business's own");

    await page.getByRole("link", { name: /^Go on with / }).click();
    await page.waitForURL("**/#/setup/*");
    acmesNumber = page.url().split("/").at(-1) ?? "";
    await page.getByRole("heading", { name: "Harbour Café" }).waitFor();
    const verify = await step("verify", "now");
    await verify.getByRole("button", { name: "Send a code" }).click();
    await verify.getByText("A code was sent just now.").waitFor();
    await verify.getByRole("button", { name: "Fill in the demo code 246810" }).click();
    await verify.getByRole("button", { name: "Verify the number" }).click();

    const register = await step("register", "now");
    await register.getByLabel("Two-step PIN").fill("424242");
    await register.getByRole("button", { name: "Register", exact: true }).click();
    await step("register", "done");

    const { wabaId } = simulator.state.numbers.get(acmesNumber) ?? assert.fail(acmesNumber);
    simulator.state.patchWaba(wabaId ?? "", { templates: structuredClone(BUSINESS_TEMPLATES) });
    const message = page.locator(".setup > li[data-step=message]");
    if ((await message.locator("details[open]").count()) === 0) await message.locator("summary").first().click();
    await message.getByRole("button", { name: "Fill in the demo recipient" }).click();
    await message.getByRole("button", { name: "Send", exact: true }).click();
    await step("message", "done");
    assert.deepEqual(await listed(), [acmesNumber]);
  });

  it("another customer's member sees nothing of it, and connects a number of their own", async () => {
    await signIn(bravo);
    await page.getByText("No number is connected yet.").waitFor();
    assert.deepEqual(await listed(), []);
    await page.goto(`${pageUrl}/#/number/${acmesNumber}`);
    await page.locator(".trouble .result").first().waitFor();
    complaints = [];
    await page.goto(`${pageUrl}/connect.html`);
    await signUp({ "The customer": "several_numbers" }, "Bravo Bakery");
    await result("Connected");
    assert.equal(await page.getByRole("link", { name: /^Go on with / }).count(), 2);
    await page.getByRole("link", { name: "All numbers" }).click();
    await page.getByRole("heading", { name: "Numbers of bravo" }).waitFor();
    await page.locator("nav a[data-id]").nth(1).waitFor();
    assert.equal((await listed()).includes(acmesNumber), false);
    await page.locator(".account", { hasText: "Bravo Bakery" }).getByText("Connected").waitFor();
  });

  it("an operator names the customer, and sees everybody's numbers", async () => {
    await signIn(operator);
    await page.getByRole("link", { name: "Connect a number" }).click();
    await page.getByRole("button", { name: "Connect a number" }).click();
    await page.getByText("This is no customer's id.").waitFor();
    await page.getByLabel("Customer").fill("charlie");
    await signUp({ "The customer": "verified" });
    await result("Connected");
    await said("Register the number next, with its two-step PIN.");
    await page.getByRole("link", { name: "All numbers" }).click();
    await page.locator("nav a", { hasText: "Harbour Café" }).waitFor();
    await page.locator("nav a", { hasText: "Bravo Bakery" }).first().waitFor();
  });

  it("a member leaves, having read what that means, and the operator sees why the number has gone", async () => {
    const { wabaId } = simulator.state.numbers.get(acmesNumber) ?? assert.fail(acmesNumber);
    const apps = (): number =>
      simulator.state.wabas.get(wabaId ?? "")?.subscribedApps.length ?? assert.fail(wabaId ?? "no account");
    const item = page.locator(".account", { hasText: "Harbour Café" });
    const leave = item.getByRole("button", { name: "Disconnect Harbour Café" });
    await signIn(acme);
    simulator.clearRequests();
    await leave.click();
    const question = item.getByRole("alertdialog");
    await question.getByText("Its number stays at Meta as it is").waitFor();
    assert.deepEqual(await faults(page), []);
    await question.getByRole("button", { name: "Leave it" }).click();
    assert.equal(await leave.evaluate((button) => button === document.activeElement), true);
    assert.deepEqual([simulator.requests({ method: "DELETE" }).length, apps()], [0, 1], "nothing was asked of Meta");

    await leave.click();
    await question.getByRole("button", { name: "Disconnect it" }).click();
    await item.getByRole("heading", { name: "Disconnected" }).waitFor();
    await item.locator(".known .pill", { hasText: "Disconnected" }).waitFor();
    assert.equal(await leave.isVisible(), false);
    assert.equal(apps(), 0);
    await page.locator(`nav tr:has(a[data-id="${acmesNumber}"]) .pill`, { hasText: "Disconnected" }).waitFor();
    assert.deepEqual(await faults(page), []);
    await page.reload();
    await item.locator(".known .pill", { hasText: "Disconnected" }).waitFor();
    assert.equal(await item.getByRole("button").count(), 0, "there is nothing left to let go");

    await page.context().close();
    page = await open(DESKTOP);
    await signIn(operator, `#/number/${acmesNumber}`);
    await page.getByRole("heading", { name: "The account was disconnected here" }).waitFor();
  });

  it("tells on which screen Meta's window was left, what error was met, and what was wrong with the code", async () => {
    await signIn(acme, "connect.html");
    await signUp({ "The customer": "cancelled", "The screen they leave on": "PHONE_NUMBER_VERIFICATION" });
    await result("The sign-up was not finished");
    await said("on the screen PHONE_NUMBER_VERIFICATION");
    await signUp({ "The customer": "error" });
    await result("Meta reported an error");
    await said("Your verified name violates WhatsApp guidelines");
    await signUp({ "The code": "expired" });
    await result("The code is too old");
    assert.deepEqual(await steps(), ["token failed", ...STEPS.slice(1).map((one) => `${one} skipped`)]);
  });

  it("goes on where it stopped, without another sign-up", async () => {
    await signIn(acme, "connect.html");
    simulator.state.faults.add({
      match: { endpoint: "subscribe_app" },
      fault: { kind: "graph_error", error: { code: 200, message: "(#200) Permissions error", httpStatus: 403 } },
    });
    await signUp({ "The customer": "verified" });
    const goOn = page.getByRole("button", { name: "Go on where it stopped" });
    await goOn.waitFor();
    assert.equal((await steps())[3], "webhook failed");
    simulator.state.faults.clear();
    simulator.clearRequests();
    await goOn.click();
    await result("Connected");
    assert.deepEqual(await steps(), done);
    assert.deepEqual(simulator.requests({ endpoint: "exchange_code" }), []);
  });

  it("connects what has nothing to register, and says so", async () => {
    await signIn(acme, "connect.html");
    await signUp({ "The customer": "coexistence" });
    await result("Connected");
    await said("There is nothing to register");
    await page.getByRole("link", { name: /^Open the number / }).waitFor();
  });

  it("lets nobody in who is neither, on either page", async () => {
    const stranger = await addUser(process.env, {});
    await signIn(stranger, "connect.html");
    await page.getByRole("heading", { name: "You have no access yet" }).waitFor();
    await page.goto(pageUrl);
    await page.getByRole("heading", { name: "You have no access yet" }).waitFor();
  });

  it("a member of the demo enters with a click", async () => {
    await page.goto(pageUrl);
    await page.getByRole("button", { name: "Enter as the demo member" }).click();
    await page.getByRole("heading", { name: "Numbers of harbour-cafe" }).waitFor();
    await page.getByRole("link", { name: "Connect a number" }).click();
    await signUp();
    await result("Connected");
  });

  it("fits a phone, and names every control", async () => {
    await page.context().close();
    page = await open(PHONE);
    await signIn(operator, "connect.html");
    await page.getByLabel("Customer").fill("delta");
    await signUp();
    await result("Connected");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    const unnamed = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>("input, select, button, a")]
        .filter((control) => control.checkVisibility())
        .filter((control) => (control.labels?.[0]?.textContent ?? control.textContent ?? "").trim() === "")
        .map((control) => control.outerHTML),
    );
    assert.deepEqual(unnamed, []);
  });
});
