import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { afterEach, before, beforeEach, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { z } from "zod";
import { WABA_ID } from "../graph-simulator/magic/places.ts";
import { startSimulator, type Simulator } from "../graph-simulator/server.ts";
import { TargetRequest } from "../graph-simulator/webhook-control.ts";
import { addUser } from "../tools/emulators/emulator-session.ts";
import { launchBrowser } from "./harness/browser.ts";
import { clearStore, env } from "./harness/callable.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { functionsBaseUrl, pageUrl, secrets, simulatorPort } from "./harness/emulators.ts";
import { registerPosts } from "./harness/simulator.ts";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
/** Plain numbers of this file alone. */
const numberOf = (index: number): string => String(550_000_000_000_150 + index);
const [PLAIN, REFUSED, WRONG_PIN, UNVERIFIED, SLOW] = [0, 1, 2, 3, 4].map(numberOf) as [
  string,
  string,
  string,
  string,
  string,
];
const [LIVE, KEYBOARD, RENAMED, TURNING, STORY, LATE] = [5, 6, 7, 8, 9, 10].map(numberOf) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

describe("the operator's page, in a browser on the emulators", () => {
  let browser: Browser;
  let simulator: Simulator;
  let page: Page;
  /** What the browser complained of: errors, what the Content-Security-Policy forbade, requests to other machines. */
  let complaints: string[];

  const closing = closedAfterTests();
  before(async () => {
    await clearStore();
    simulator = closing(await startSimulator({ port: simulatorPort }));
    const { state } = simulator;
    for (const id of [PLAIN, SLOW, LIVE, KEYBOARD]) state.patchNumber(id, { pin: "424242" });
    state.patchNumber(REFUSED, { faults: { register: { kind: "graph_error", error: { code: 100 } } } });
    state.patchNumber(WRONG_PIN, { pin: "999999" });
    state.patchNumber(LATE, { codeVerificationStatus: "NOT_VERIFIED" });
    state.patchNumber(UNVERIFIED, { codeVerificationStatus: "NOT_VERIFIED", pin: null });
    browser = closing(await launchBrowser());
  });

  beforeEach(async () => {
    page = await open({ viewport: DESKTOP });
  });
  afterEach(async () => {
    await page.context().close();
    assert.deepEqual(complaints, []);
  });

  async function open(options: BrowserContextOptions): Promise<Page> {
    complaints = [];
    const context = await browser.newContext(options);
    const opened = await context.newPage();
    opened.setDefaultTimeout(30_000);
    opened.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    opened.on("pageerror", (error) => complaints.push(error.message));
    opened.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") complaints.push(`asked ${request.url()}`);
    });
    await opened.goto(pageUrl);
    return opened;
  }

  it("lets no text become HTML or a script, whoever writes it", async () => {
    const refusals = await page.evaluate(() => {
      const attempts = [
        () => (document.body.innerHTML = "<b>text</b>"),
        () => (document.createElement("script").src = "/app.js"),
      ];
      return attempts.map((attempt) => {
        try {
          attempt();
          return "done";
        } catch (error) {
          return error instanceof TypeError ? "refused" : String(error);
        }
      });
    });
    assert.deepEqual(refusals, ["refused", "refused"]);
    assert.ok(
      complaints.every((text) => text.includes("Trusted")),
      complaints.join("\n"),
    );
    complaints = [];
  });

  const enter = (): Promise<void> => page.getByRole("button", { name: "Enter as the demo operator" }).click();

  async function enterNumber(id: string): Promise<void> {
    await page.goto(`${pageUrl}/#/number/${id}`);
    await enter();
    await page.locator(".number-head .pill").waitFor();
  }

  /** Opens one of the actions. */
  async function action(name: string): Promise<Locator> {
    const panel = page.locator(`[data-action=${name}]`);
    if ((await panel.getAttribute("open")) === null) await panel.locator("summary").first().click();
    return panel;
  }

  async function register(pin: string): Promise<Locator> {
    const panel = await action("register");
    await panel.getByLabel("Two-step PIN").fill(pin);
    await panel.getByRole("button", { name: "Register", exact: true }).click();
    return banner();
  }

  /** The one place where a number's page answers. */
  const banner = (): Locator => page.locator(".banner");

  /** Waits until the banner answers so. */
  async function answered(headline: string): Promise<void> {
    const heading = banner().getByRole("heading", { name: headline, exact: true });
    await heading.waitFor().catch(async (error: unknown) => {
      const told = await banner().innerText({ timeout: 1000 });
      throw new Error(`The page does not answer ${JSON.stringify(headline)}, but:\n${told}`, { cause: error });
    });
  }

  it("lets the demo operator in with one click, and out again", async () => {
    await enter();
    await page.getByRole("heading", { name: "Open a number" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  it("says that it is offline, for as long as it is", async () => {
    await enter();
    await page.getByRole("heading", { name: "Open a number" }).waitFor();
    const notice = page.getByText("You are offline.");
    assert.equal(await notice.isVisible(), false);
    await page.context().setOffline(true);
    await notice.waitFor();
    await page.context().setOffline(false);
    await notice.waitFor({ state: "hidden" });
    complaints = complaints.filter((complaint) => !isOfLostConnection(complaint));
  });

  it("says that the sign-in has ended, lets in again, and goes on where it was", async () => {
    const { email, password } = await addUser(process.env, { whatsappOperator: true });
    const signIn = async (): Promise<void> => {
      await page.getByLabel("Email address").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.locator(".number-head").waitFor();
    };
    await page.clock.install();
    await page.goto(`${pageUrl}/#/number/${KEYBOARD}`);
    await signIn();
    const notice = page.getByText("Your sign-in has ended.");
    assert.equal(await notice.count(), 0);
    await disable(email, true);
    // The token lives an hour, and is not given anew.
    await page.clock.fastForward("01:05:00");
    await notice.waitFor();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await disable(email, false);
    await signIn();
    assert.equal(await notice.count(), 0);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.equal(await notice.count(), 0, "leaving is no expiry");
    complaints = complaints.filter(
      (complaint) => !complaint.includes("400 (Bad Request)") && !isOfLostConnection(complaint),
    );
  });

  it("tells a user without the claim what is missing", async () => {
    await signUp("stranger@example.com", "stranger-demo");
    await page.getByLabel("Email address").fill("stranger@example.com");
    await page.getByLabel("Password", { exact: true }).fill("stranger-demo");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "You have no access yet" }).waitFor();
    await page.getByText("npm run grant-operator -- stranger@example.com").waitFor();
  });

  it("says so when the password is wrong", async () => {
    await page.getByLabel("Email address").fill("nobody@example.com");
    await page.getByLabel("Password", { exact: true }).fill("wrong-password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("The email address or the password is wrong.").waitFor();
    complaints = complaints.filter((complaint) => !complaint.includes("400 (Bad Request)"));
  });

  it("registers a number, and follows its state", async () => {
    await enterNumber(PLAIN);
    const result = await register("424242");
    await result.getByRole("heading", { name: "Registered", exact: true }).waitFor();
    await page.locator(".number-head .pill", { hasText: "Connected" }).waitFor();
    assert.equal(await page.locator(".dots i[data-free]").count(), 9);
    assert.equal(await page.locator(".dots i").count(), 10);
    await page.locator(`nav tr:has(a[data-id="${PLAIN}"]) .pill`, { hasText: "Connected" }).waitFor();
    assert.equal(await page.locator("[data-action=message] .next").isVisible(), true, "the next step is marked");
    assert.equal(registerPosts(simulator, PLAIN).length, 1);
  });

  it("shows a number's answer and facts without its forms, and says so where these do not load", async () => {
    await page.route(/\/(?:forms|client)-[^/]+\.js$/, (route) => route.abort());
    await enterNumber(PLAIN);
    await answered("Connected, and nothing heard yet");
    await page.locator(".facts").getByText("CONNECTED").waitFor();
    await page.getByRole("heading", { name: "The rest of this page did not load" }).waitFor();
    assert.equal(await page.locator(".number-page form, .actions, .history").count(), 0);
    complaints = complaints.filter((complaint) => !complaint.includes("net::ERR_FAILED"));
  });

  it("keeps a PIN nowhere once it was sent", async () => {
    await enterNumber(WRONG_PIN);
    const pin = "731946";
    const result = await register(pin);
    assert.equal(await page.getByLabel("Two-step PIN", { exact: true }).inputValue(), "", "emptied when it is sent");
    await result.getByRole("heading", { name: "The PIN is wrong" }).waitFor();
    const kept = await page.evaluate(() => {
      const values = [...document.querySelectorAll("input")].map(({ value }) => value);
      const stored = [...Object.entries(localStorage), ...Object.entries(sessionStorage)];
      return JSON.stringify([document.documentElement.outerHTML, values, stored]);
    });
    assert.ok(!kept.includes(pin));
    assert.ok(!page.url().includes(pin));
  });

  it("does not send a PIN that cannot be one", async () => {
    await enterNumber(SLOW);
    const panel = await action("register");
    await panel.getByLabel("Two-step PIN").fill("12345");
    await panel.getByRole("button", { name: "Register", exact: true }).click();
    await panel.getByText("The PIN has exactly six digits.").waitFor();
    assert.equal(await panel.getByLabel("Two-step PIN").evaluate((input) => input === document.activeElement), true);
    assert.equal(registerPosts(simulator, SLOW).length, 0);
  });

  it("says what happened, in Meta's own words, who must act and where, and what it spent", async () => {
    await enterNumber(REFUSED);
    const result = await register("424242");
    await result.getByRole("heading", { name: "Access is missing" }).waitFor();
    await result.getByText("The operator of this deployment has to act.").waitFor();
    const links = await result.getByRole("link").all();
    assert.ok(links.length > 0);
    for (const link of links) {
      assert.match((await link.getAttribute("href")) ?? "", /^https:\/\//);
      assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
    }
    await result.getByRole("figure").getByText("(#100) Missing Permission").waitFor();
    await result.getByRole("figure").getByText("code 100").waitFor();
    await result.getByText("This call spent 1 attempt; 9 of 10 are left.").waitFor();
    const top = await result.evaluate((panel) => panel.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 200, `the answer stands at ${top}`);
    const whole = result.getByText("trace id");
    assert.equal(await whole.isVisible(), false);
    await result.getByText("Meta's whole answer").click();
    assert.equal(await whole.isVisible(), true);
    assert.equal(await result.evaluate((panel) => panel.contains(document.activeElement)), true, "the focus is on it");
    await page.locator("#announcements", { hasText: "Access is missing" }).waitFor();
  });

  it("asks before it spends another attempt on what repeating cannot cure", async () => {
    await enterNumber(REFUSED);
    await answered("Access is missing");
    const panel = await action("register");
    await panel.getByLabel("Two-step PIN").fill("424242");
    await panel.getByRole("button", { name: "Register", exact: true }).click();
    const question = panel.getByRole("alertdialog");
    await question.getByText("uses 1 of 9").waitFor();
    assert.equal(registerPosts(simulator, REFUSED).length, 1);
    await question.getByRole("button", { name: "Leave it" }).click();
    assert.equal(await question.count(), 0);
    simulator.state.patchNumber(REFUSED, { faults: {}, pin: "424242" });
    await panel.getByRole("button", { name: "Register", exact: true }).click();
    await question.getByRole("button", { name: "Register, using 1 of 9" }).click();
    await answered("Registered");
    await banner().getByText("This call spent 1 attempt; 8 of 10 are left.").waitFor();
    assert.equal(registerPosts(simulator, REFUSED).length, 2);
  });

  it("turns the answer when the facts turn", async () => {
    simulator.state.patchNumber(TURNING, { pin: "424242", connects: "never" });
    await enterNumber(TURNING);
    await (await register("424242")).getByRole("heading", { name: "Accepted by Meta", exact: true }).waitFor();
    await page.locator("#announcements", { hasText: "Accepted by Meta" }).waitFor();
    simulator.state.patchNumber(TURNING, { connects: "at_once", status: "CONNECTED", platformType: "CLOUD_API" });
    await banner().getByRole("button", { name: "Read it from Meta" }).click();
    await answered("Connected, and nothing heard yet");
    await page.locator("#announcements", { hasText: "Connected, and nothing heard yet" }).waitFor();
    await banner().getByRole("button", { name: "Send a test message" }).click();
    assert.equal(await focused(), "Send to");
  });

  it("keeps an answer when Firestore tells only later what the call read, and not when others change it", async () => {
    await page.clock.install();
    await page.route("**/requestVerificationCode", (route) =>
      route.fulfill({ json: { result: { status: "code_requested", phoneNumberId: LATE, method: "SMS" } } }),
    );
    await enterNumber(LATE);
    const verify = await action("verify");
    await verify.getByRole("button", { name: "Send a code" }).click();
    await answered("An SMS is on its way");
    const pill = page.locator(".number-head .pill");
    assert.equal(await pill.innerText(), "Not seen yet");
    await page.getByRole("button", { name: "Read again from Meta" }).click();
    await pill.filter({ hasText: "Not verified" }).waitFor();
    await answered("An SMS is on its way");
    await page.clock.fastForward("00:11");
    simulator.state.patchNumber(LATE, { codeVerificationStatus: "VERIFIED" });
    await page.getByRole("button", { name: "Read again from Meta" }).click();
    await answered("Ready to be registered");
  });

  it("tells the story of a missing permission with Meta's side beside it in three clicks: refused with the cause, mended, live", async () => {
    simulator.state.patchNumber(STORY, { pin: "424242" });
    simulator.state.webhooks.aim(TargetRequest.parse({ url: `${functionsBaseUrl}/metaWebhook` }));
    await enterNumber(STORY);
    const meta = page.getByRole("region", { name: "Meta's side" });
    await meta.getByRole("button", { name: "Revoke a permission" }).click();
    await meta.getByText("The token may no longer send messages.").waitFor();
    const panel = await action("register");
    await page.evaluate(() => {
      document.body.dataset["clicks"] = "0";
      const count = ({ isTrusted, detail }: MouseEvent): void => {
        if (isTrusted && detail > 0) document.body.dataset["clicks"] = `${Number(document.body.dataset["clicks"]) + 1}`;
      };
      addEventListener("click", count, { capture: true });
    });
    await panel.getByLabel("Two-step PIN").focus();
    await page.keyboard.type("424242");
    await panel.getByRole("button", { name: "Register", exact: true }).click();
    await answered("Access is missing");
    await banner().getByText("Missing: whatsapp_business_messaging.").waitFor();
    await banner().getByText("This call spent no attempt").waitFor();
    await meta.getByRole("button", { name: "Mend it" }).click();
    await meta.getByText("The permission is back").waitFor();
    await panel.getByLabel("Two-step PIN").focus();
    await page.keyboard.type("424242");
    await panel.getByRole("button", { name: "Register", exact: true }).click();
    await answered("Live");
    assert.equal(await page.evaluate(() => document.body.dataset["clicks"]), "3");
    await meta.getByRole("list", { name: "Requests to Meta" }).getByText(`${STORY}/register`).waitFor();
    await meta.getByText("A customer has written to the number.").waitFor();
    simulator.state.webhooks.aim(null);
  });

  it("shows each check as it finishes", async () => {
    await enterNumber(SLOW);
    simulator.state.faults.add({ match: { endpoint: "debug_token" }, fault: { kind: "delay", ms: 2500 }, times: 1 });
    const panel = await action("diagnose");
    await panel.getByRole("button", { name: "Run the checks" }).click();
    await panel.locator("[data-check=number_readable]").waitFor({ state: "attached" });
    assert.equal(await panel.locator("[data-check=token_valid]").count(), 0, "the slow check is not there yet");
    assert.equal(await panel.locator(".result").count(), 0, "nor the verdict");
    await panel.locator(".result").first().waitFor();
    const ids = await panel
      .locator("[data-check]")
      .evaluateAll((items) => items.map((item) => (item instanceof HTMLElement ? (item.dataset["check"] ?? "") : "")));
    assert.ok(
      ids.indexOf("token_valid") < ids.indexOf("number_readable"),
      "in the order in which a person would fix them",
    );
    assert.equal(registerPosts(simulator, SLOW).length, 0);
  });

  it("verifies, sets a PIN, registers, sends a message and deregisters", async () => {
    await enterNumber(UNVERIFIED);
    const verify = await action("verify");
    await verify.getByRole("button", { name: "Send a code" }).click();
    await answered("An SMS is on its way");
    await verify.getByLabel("Verification code").fill("111111");
    await verify.getByRole("button", { name: "Verify the number" }).click();
    await answered("The code is wrong");
    await verify.getByRole("button", { name: "Fill in the demo code 246810" }).click();
    await verify.getByRole("button", { name: "Verify the number" }).click();
    await answered("Verified");

    const pin = await action("pin");
    await pin.getByLabel("New two-step PIN", { exact: true }).fill("135790");
    await pin.getByLabel("New two-step PIN, once more").fill("135799");
    await pin.getByRole("button", { name: "Set this PIN" }).click();
    await pin.getByText("The two are not the same.").waitFor();
    await pin.getByLabel("New two-step PIN, once more").fill("135790");
    await pin.getByRole("button", { name: "Set this PIN" }).click();
    await answered("The PIN is set");

    await (await register("135790")).getByRole("heading", { name: "Registered", exact: true }).waitFor();

    const message = await action("message");
    await message.getByLabel("Send to").fill("+1 555 000-1111");
    await message.getByText("Left empty: one that this number may send is chosen.").waitFor();
    await message.getByRole("button", { name: "Send", exact: true }).click();
    await banner().getByText("By the template account_ready (en_US).").waitFor();
    await message.locator(".stations li[data-state=reached]", { hasText: "Taken by Meta" }).waitFor();
    await tellDelivered(simulator.state.messages.at(-1)?.id ?? assert.fail("No message came."), UNVERIFIED);
    await message.locator(".stations li[data-state=reached]", { hasText: "On the phone" }).waitFor();

    const deregister = await action("deregister");
    await deregister.getByLabel("Type the number's id to confirm").fill(PLAIN);
    await deregister.getByRole("button", { name: "Deregister" }).click();
    await deregister.getByText(`This is not ${UNVERIFIED}.`).waitFor();
    assert.equal(simulator.requests({ endpoint: "deregister", method: "POST" }).length, 0);
    await deregister.getByLabel("Type the number's id to confirm").fill(UNVERIFIED);
    await deregister.getByRole("button", { name: "Deregister" }).click();
    await answered("Deregistered");
    await page.locator(".number-head .pill", { hasText: "Disconnected" }).waitFor();
    const all = page.getByRole("button", { name: /^Show all/u });
    const happened = (kind: string): Locator => page.locator(`.timeline > li[data-kind="${kind}"]`);
    const isTold = async (): Promise<boolean> => {
      if (await all.isVisible()) await all.click();
      return (await happened("call").count()) >= 6 && (await happened("message").count()) >= 1;
    };
    for (let turn = 0; turn < 40 && !(await isTold()); turn += 1) await setTimeout(250);
    assert.equal(await happened("call").count(), 6, "the test message stands for its call");
    assert.equal(await happened("message").count(), 1);
  });

  it("follows what others change", async () => {
    await enterNumber(LIVE);
    const other = await browser.newContext();
    const theirs = await other.newPage();
    await theirs.goto(`${pageUrl}/#/number/${LIVE}`);
    await theirs.getByRole("button", { name: "Enter as the demo operator" }).click();
    simulator.state.patchNumber(LIVE, { verifiedName: "Renamed Ltd", qualityRating: "RED" });
    await theirs.getByRole("button", { name: "Read again from Meta" }).click();
    await page.getByRole("heading", { name: "Renamed Ltd" }).waitFor();
    await page.getByText("RED", { exact: true }).waitFor();
    await other.close();
  });

  it("offers to register a number again whose new name was approved, and asks for the PIN", async () => {
    simulator.state.patchNumber(RENAMED, { pin: "424242" });
    await enterNumber(RENAMED);
    const offer = page.getByRole("region", { name: "New display name" });
    await (await register("424242")).getByRole("heading", { name: "Registered", exact: true }).waitFor();
    assert.equal(await offer.isVisible(), false);
    // Meta's time of a reading is whole seconds: one of the same second as the registration may be from before it.
    await page.waitForTimeout(1100);
    simulator.state.patchNumber(RENAMED, { newDisplayName: "Harbour Café", newNameStatus: "APPROVED" });
    await page.getByRole("button", { name: "Read again from Meta" }).click();
    await offer.getByLabel("The number's two-step PIN").fill("424242");
    await offer.getByRole("button", { name: "Register again" }).click();
    await answered("Registered");
    await page.getByRole("heading", { name: "Harbour Café" }).waitFor();
    assert.equal(registerPosts(simulator, RENAMED).length, 2);
  });

  it("tells of a number that is not managed here", async () => {
    await enterNumber("660000000000001");
    await (await register("424242")).getByRole("heading", { name: "There is no such thing here" }).waitFor();
    complaints = complaints.filter((complaint) => !complaint.includes("404 (Not Found)"));
  });

  it("is usable with the keyboard alone", async () => {
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the content");
    await tabTo("Enter as the demo operator");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Open a number" }).waitFor();
    await tabTo("Phone number id");
    await page.keyboard.type(KEYBOARD);
    await page.keyboard.press("Enter");
    await page.locator(".number-head .pill").waitFor();
    await tabTo("Read it from Meta");
    await page.keyboard.press("Enter");
    await page.locator(".number-head .pill", { hasText: "Ready to register" }).waitFor();
    await tabTo("Register this number");
    await page.keyboard.press("Enter");
    assert.equal(await focused(), "Two-step PIN", "the button leads to the form");
    await page.keyboard.type("424242");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Registered", exact: true }).waitFor();
  });

  /** The steps of the guided flow and how each stands, as the page shows them. */
  const stepStates = (): Promise<string[]> =>
    page
      .locator(".setup > li")
      .evaluateAll((items) =>
        items.map((item) =>
          item instanceof HTMLElement ? [item.dataset["step"], item.dataset["state"]].join(" ") : "",
        ),
      );

  /** Waits until a step of the guided flow stands so. */
  async function step(name: string, state: string): Promise<Locator> {
    const item = page.locator(`.setup > li[data-step=${name}][data-state=${state}]`);
    await item.waitFor();
    return item;
  }

  /** Opens the page anew, as after a closed browser: nothing but what Firestore holds is left. */
  async function reopen(): Promise<void> {
    const address = page.url();
    await page.context().close();
    page = await open({ viewport: DESKTOP });
    await page.goto(address);
    await enter();
  }

  it("leads from nothing to a message that arrives, and goes on at every step where it was left", async () => {
    await enter();
    await page.getByRole("link", { name: "Set up a number" }).click();
    const add = await step("add", "now");
    await add.getByLabel("Country code").fill("+1");
    await add.getByLabel("Phone number", { exact: true }).fill("(555) 010-0801");
    await add.getByLabel("Display name").fill("A");
    await add.getByRole("button", { name: "Add the number" }).click();
    await add.getByText("A name has 2 to 75 characters.").waitFor();
    await add.getByLabel("Display name").fill("A shop");
    await add.getByRole("button", { name: "Add the number" }).click();
    await step("verify", "now");
    assert.match(page.url(), /#\/setup\/\d+$/);
    const id = page.url().split("/").at(-1) ?? "";

    await reopen();
    const code = await step("verify", "now");
    await code.getByRole("button", { name: "Send a code" }).click();
    await code.getByText("A code was sent just now.").waitFor();
    await reopen();
    const verify = await step("verify", "now");
    await verify.getByText("A code was sent just now.").waitFor();
    await verify.getByRole("button", { name: "Fill in the demo code 246810" }).click();
    await verify.getByRole("button", { name: "Verify the number" }).click();
    await step("verify", "done");

    await reopen();
    const registering = await step("register", "now");
    assert.deepEqual(await stepStates(), ["add done", "verify done", "register now", "webhook later", "message later"]);
    await registering.getByLabel("Two-step PIN").fill("424242");
    await registering.getByRole("button", { name: "Register", exact: true }).click();
    await (await step("register", "done")).getByRole("heading", { name: "Registered", exact: true }).waitFor();

    await reopen();
    await (await step("webhook", "now")).getByRole("button", { name: "Connect the webhook" }).click();
    await step("webhook", "done");
    // From here on Meta tells nothing by itself, so that the page is left while the message is on its way.
    simulator.state.webhooks.aim(null);

    await reopen();
    const message = await step("message", "now");
    assert.deepEqual(await stepStates(), ["add done", "verify done", "register done", "webhook done", "message now"]);
    await message.getByRole("button", { name: "Fill in the demo recipient" }).click();
    await message.getByRole("button", { name: "Send", exact: true }).click();
    await step("message", "waiting");
    await reopen();
    await (await step("message", "waiting")).getByText("It was sent just now.").waitFor();
    await tellDelivered(simulator.state.messages.at(-1)?.id ?? assert.fail("No message came."), id);
    await step("message", "done");
    await page.getByText("The number sends and receives. Nothing is left to set up.").waitFor();
    assert.equal(registerPosts(simulator, id).length, 1);
  });

  it("connects the webhook from the first page", async () => {
    await enter();
    await page.getByRole("button", { name: "Connect the webhook" }).click();
    await page.getByRole("heading", { name: "Connected", exact: true }).waitFor();
  });

  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const at = document.activeElement;
      return at instanceof HTMLInputElement ? (at.labels?.[0]?.textContent ?? "") : (at?.textContent ?? "");
    });

  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 40; presses += 1) {
      if ((await focused()) === name) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`${name} was not reached.`);
  }

  for (const colorScheme of ["light", "dark"] as const) {
    it(`fits a phone, ${colorScheme}, and names every control`, async () => {
      await page.context().close();
      page = await open({ viewport: PHONE, colorScheme });
      await enterNumber(REFUSED);
      for (const panel of await page.locator("details.action").all()) {
        await panel.locator("summary").first().click();
        assert.deepEqual(await unnamed(), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      }
      for (const [hash, heading] of [
        ["#/", "Open a number"],
        ["#/outcomes", "Play with every outcome"],
        ["#/setup/", "Set up a number"],
      ] as const) {
        await page.goto(`${pageUrl}/${hash}`);
        await page.locator("h1", { hasText: heading }).waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
        assert.deepEqual(await unnamed(), []);
      }
    });
  }

  /** Controls that a screen reader could not name. */
  const unnamed = (): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>("input, select, button, a, summary")]
        .filter((control) => control.checkVisibility())
        .filter(
          (control) =>
            (control.ariaLabel ?? control.labels?.[0]?.textContent ?? control.textContent ?? "").trim() === "",
        )
        .map((control) => control.outerHTML),
    );
});

/** Sends the webhook by which Meta tells that a message is on the phone. */
async function tellDelivered(messageId: string, phoneNumberId: string): Promise<void> {
  const metadata = { display_phone_number: phoneNumberId, phone_number_id: phoneNumberId };
  const timestamp = String(Math.floor(Date.now() / 1000));
  const statuses = [{ id: messageId, status: "delivered", timestamp, recipient_id: "15550001111" }];
  const value = { messaging_product: "whatsapp", metadata, statuses };
  const entry = [{ id: WABA_ID, changes: [{ field: "messages", value }] }];
  const body = JSON.stringify({ object: "whatsapp_business_account", entry });
  const signature = createHmac("sha256", secrets["META_APP_SECRET"] ?? "")
    .update(body)
    .digest("hex");
  const response = await fetch(`${functionsBaseUrl}/metaWebhook`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
    body,
  });
  assert.equal(response.status, 200);
}

/** What Firestore's SDK says and tries while it reaches nothing: it asks for a picture of Google's, which the page's policy stops. */
const isOfLostConnection = (complaint: string): boolean =>
  /@firebase\/firestore|cleardot\.gif|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_IO_SUSPENDED/u.test(complaint);

/** Disables a user, or takes that back, as somebody with the Firebase console does. The emulator lets the bearer `owner` do it. */
async function disable(email: string, isDisabled: boolean): Promise<void> {
  const users = `http://${env("FIREBASE_AUTH_EMULATOR_HOST")}/identitytoolkit.googleapis.com/v1/projects/${env("GCLOUD_PROJECT")}/accounts`;
  const ask = async (method: string, body: object): Promise<unknown> => {
    const response = await fetch(`${users}:${method}`, {
      method: "POST",
      headers: { authorization: "Bearer owner", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200);
    return response.json();
  };
  const found = z
    .object({ users: z.tuple([z.object({ localId: z.string() })]) })
    .parse(await ask("lookup", { email: [email] }));
  await ask("update", { localId: found.users[0].localId, disableUser: isDisabled });
}

async function signUp(email: string, password: string): Promise<void> {
  const identity = `http://${env("FIREBASE_AUTH_EMULATOR_HOST")}/identitytoolkit.googleapis.com/v1`;
  const response = await fetch(`${identity}/accounts:signUp?key=demo`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  assert.equal(response.status, 200);
}
