import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import { faults } from "./harness/accessibility.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { DESKTOP, isInOrder, openGallery, PHONE, show, unfold, type OpenGallery } from "./harness/gallery.ts";

const FORMS: Readonly<Record<string, BrowserContextOptions>> = {
  "light, on a desk": { viewport: DESKTOP, colorScheme: "light" },
  "dark, on a phone": { viewport: PHONE, colorScheme: "dark" },
  "in forced colours": { viewport: DESKTOP, forcedColors: "active" },
};

describe("every page of the console, and every state of it", () => {
  let gallery: OpenGallery;

  const closing = closedAfterTests();
  before(async () => {
    gallery = await openGallery(closing);
  });

  it("shows a fault that was planted", async () => {
    const page = await gallery.open({ viewport: DESKTOP });
    await page.evaluate(() => {
      document.querySelector("main")?.append(document.createElement("button"));
    });
    assert.match((await faults(page)).join("\n"), /^button-name: /u);
  });

  for (const [form, options] of Object.entries(FORMS)) {
    it(`breaks no rule before anybody is recognised, ${form}`, async () => {
      for (const at of ["?page=sign-in", "?page=sign-in&demo&expired", "?page=stranger"])
        await isInOrder(await gallery.open(options, at), at);
      const page = await gallery.open(options, "?page=sign-in");
      await page.getByLabel("Email address").fill("nobody@example.com");
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText("The email address or the password is wrong.").waitFor();
      await isInOrder(page, "a wrong password");
    });

    it(`breaks none in the lists, ${form}`, async () => {
      for (const at of ["", "?page=member", "?demo#/outcomes", "#/setup/", `#/setup/${gallery.named("ready").id}`])
        await isInOrder(await gallery.open(options, at), at);
      const page = await gallery.open(options);
      await page.getByLabel("Search the numbers").fill("no such number");
      await page.getByText("No number fits.").waitFor();
      await isInOrder(page, "nothing found");
    });

    it(`breaks none where an account's numbers are offered, or cannot be read, ${form}`, async () => {
      const page = await gallery.open(options);
      await page.getByRole("button", { name: "Look for more at Meta" }).click();
      await page.getByRole("link", { name: "Open Harbour Kiosk 0" }).waitFor();
      await isInOrder(page, "the account's numbers");
      await page.getByText("3 more").click();
      await page.getByText("Harbour Kiosk 12").waitFor();
      await isInOrder(page, "all of the account's numbers");
      const members = await gallery.open(options, "?page=member");
      const [takesIn, refuses] = ["Harbour Coffee", "Harbour Bakery"].map((name) =>
        members.locator(".account", { hasText: name }),
      );
      await takesIn?.getByRole("button", { name: "Look for more at Meta" }).click();
      await takesIn?.getByRole("button", { name: "Connect the account again" }).waitFor();
      await refuses?.getByRole("button", { name: "Look for more at Meta" }).click();
      await refuses?.getByText("Too many calls for now").waitFor();
      await isInOrder(members, "customers' accounts");
    });

    it(`breaks none with Meta's side beside a number, a refusal, and the checks, ${form}`, async () => {
      const page = await gallery.open(options, "?demo");
      await show(page, gallery.named("story: refused"));
      await isInOrder(page, "Meta's side");
      await page.getByRole("button", { name: "Mend it" }).click();
      await page.getByText("The permission is back").waitFor();
      const register = await unfold(page, "register");
      await register.getByLabel("Two-step PIN").fill("12");
      await register.getByRole("button", { name: "Register", exact: true }).click();
      await register.getByText("The PIN has exactly six digits.").waitFor();
      await isInOrder(page, "a PIN that cannot be one");
      await register.getByLabel("Two-step PIN").fill("424242");
      await register.getByRole("button", { name: "Register", exact: true }).click();
      await page.locator(".banner .spent").waitFor();
      await isInOrder(page, "refused");
      await (await unfold(page, "diagnose")).getByRole("button", { name: "Run the checks" }).click();
      await page.locator("[data-sending]").waitFor();
      await isInOrder(page, "the checks");
      await register.locator("summary").first().click();
      await register.getByLabel("Two-step PIN").fill("424242");
      await register.getByRole("button", { name: "Register", exact: true }).click();
      await register.getByRole("alertdialog").waitFor();
      await isInOrder(page, "the question before another attempt");
    });

    it(`breaks none where numbers are connected, however it ends, ${form}`, async () => {
      const page = await gallery.open(options, "?page=connect&demo");
      await isInOrder(page, "nothing yet");
      await page.getByRole("button", { name: "Connect a number" }).click();
      await page.getByText("This is no customer's id.").waitFor();
      await isInOrder(page, "no customer");
      for (const [ending, { status }] of Object.entries(gallery.shown.connections.results)) {
        await page.getByLabel("Customer").fill(ending);
        await endDialog(page);
        await page.locator(`.result[data-tone]`).waitFor();
        if (status === "connected") await page.locator(".account-steps").waitFor();
        await isInOrder(page, ending);
      }
      for (const customer of ["cancelled", "error"]) {
        await endDialog(page, customer);
        await page.locator(`.result[data-tone]`).waitFor();
        await isInOrder(page, customer);
      }
    });
  }

  /** Opens the simulator's dialog, and ends it as a customer would. */
  async function endDialog(page: Page, customer?: string): Promise<void> {
    const opened = page.waitForEvent("popup");
    await page.getByRole("button", { name: "Connect a number" }).click();
    const dialog = await opened;
    await page.getByText("Meta's window is open.").waitFor();
    if (customer !== undefined)
      await dialog.getByRole("combobox", { name: "The customer", exact: true }).selectOption(customer);
    await dialog.getByRole("button", { name: "End the dialog" }).click();
  }

  it("says that it is offline, on every page, for as long as it is", async () => {
    for (const at of ["", "?page=sign-in", "?page=connect"]) {
      const page = await gallery.open({ viewport: PHONE }, at);
      const notice = page.getByText("You are offline.");
      assert.equal(await notice.count(), 0, at);
      await page.context().setOffline(true);
      await notice.waitFor();
      await isInOrder(page, `offline at ${at}`);
      await page.context().setOffline(false);
      await notice.waitFor({ state: "detached" });
      await page.locator("#announcements", { hasText: "You are online again." }).waitFor();
    }
  });

  it("tells apart, in forced colours, what only a filled shape tells", async () => {
    const page = await gallery.open(FORMS["in forced colours"] ?? {});
    await show(page, gallery.named("access is missing"));
    const fillOf = (selector: string, part?: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((found, pseudo) => getComputedStyle(found, pseudo).backgroundColor, part);
    assert.notEqual(await fillOf(".dots i[data-free]"), await fillOf(".dots i:not([data-free])"));
    assert.notEqual(await fillOf(".filter[aria-pressed=true]"), await fillOf(".filter[aria-pressed=false]"));
    await (await unfold(page, "diagnose")).getByRole("button", { name: "Run the checks" }).click();
    await page.locator("[data-sending]").waitFor();
    const link = (state: string): Promise<string> => fillOf(`.chain > li[data-state=${state}]`, "::before");
    assert.notEqual(await link("fine"), await link("waiting"));
    const radius = (state: string): Promise<string> =>
      page
        .locator(`.chain > li[data-state=${state}]`)
        .first()
        .evaluate((found) => getComputedStyle(found, "::before").borderRadius);
    assert.notEqual(await radius("fine"), await radius("broken"));
  });

  it("can be reached by the keyboard, every control in its order, and each shows that it has the focus", async () => {
    for (const [title, at] of [
      ["ready", "?demo"],
      ["access is missing", ""],
      ["live", ""],
    ] as const) {
      const page = await gallery.open({ viewport: DESKTOP }, at);
      await show(page, gallery.named(title));
      await page.evaluate(() => {
        document.body.tabIndex = -1;
        document.body.focus();
      });
      const wanted = await page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, summary, [tabindex='0']")].filter(
            (control) => control.checkVisibility({ visibilityProperty: true }) && control.tabIndex >= 0,
          ).length,
      );
      let reached = 0;
      for (; reached < wanted; reached += 1) {
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(unseenFocus), null, title);
      }
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement === document.body), true, `${title}: no trap`);
    }
  });
});

/** What has the focus and does not show it, or is out of sight; `null`: nothing. */
function unseenFocus(): string | null {
  const at = document.activeElement;
  if (at === null || at === document.body) return "nothing has the focus";
  const outline = (pseudo?: string): boolean => {
    const { outlineStyle, outlineWidth } = getComputedStyle(at, pseudo);
    return outlineStyle !== "none" && Number(outlineWidth.replace("px", "")) >= 2;
  };
  const { top, bottom, left, right } = at.getBoundingClientRect();
  const isInSight = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return isInSight && (outline() || outline("::after")) ? null : at.outerHTML;
}
