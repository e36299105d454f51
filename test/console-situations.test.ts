import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { faults } from "./harness/accessibility.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";
import { englishIn, LANGUAGES } from "./harness/english.ts";
import { DESKTOP, fits, isInOrder, openGallery, PHONE, show, type OpenGallery } from "./harness/gallery.ts";

/** The operator's page over every situation that it has to show, made up from the product's own tables. */
describe("the operator's page, in every situation of a number", () => {
  let gallery: OpenGallery;

  const closing = closedAfterTests();
  before(async () => {
    gallery = await openGallery(closing);
  });

  async function inEvery(page: Page, check: (page: Page, state: string) => Promise<void>): Promise<void> {
    for (const situation of gallery.shown.situations) {
      await show(page, situation);
      await check(page, situation.title);
    }
  }

  it("breaks no rule of accessibility, light, on a desk", async () => {
    await inEvery(await gallery.open({ viewport: DESKTOP, colorScheme: "light" }), isInOrder);
  });

  it("breaks none dark, on a phone", async () => {
    await inEvery(await gallery.open({ viewport: PHONE, colorScheme: "dark" }), isInOrder);
  });

  it("breaks none with everything unfolded", async () => {
    await inEvery(await gallery.open({ viewport: DESKTOP }), async (page, title) => {
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll("details")) fold.removeAttribute("name");
        for (const fold of document.querySelectorAll("details")) fold.open = true;
      });
      assert.deepEqual(await faults(page), [], title);
    });
  });

  it("breaks none in the colours that a system forces", async () => {
    await inEvery(await gallery.open({ viewport: DESKTOP, forcedColors: "active" }), isInOrder);
  });

  it("fits at twice the size, and at four times", async () => {
    for (const [zoom, width] of [
      [2, 640],
      [4, 320],
    ] as const)
      await inEvery(await gallery.open({ viewport: { width, height: 1600 / zoom }, deviceScaleFactor: zoom }), fits);
  });

  it("fits with letters of twice the size alone", async () => {
    const page = await gallery.open({ viewport: DESKTOP });
    const browser = await page.context().newCDPSession(page);
    await browser.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
    await page.reload();
    await page.locator("main h1").waitFor();
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
    await inEvery(page, fits);
  });

  for (const { locale, tag, texts } of LANGUAGES) {
    it(`says nothing in English where the browser asks for ${locale}`, async () => {
      const page = await gallery.open({ viewport: DESKTOP, locale });
      assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
      const names = gallery.shown.situations.flatMap(({ document }) => document?.meta?.verifiedName ?? []);
      await inEvery(page, async (_, title) => assert.deepEqual(await englishIn(page, texts, names), [], title));
    });
  }

  it("says in its title which number it is about", async () => {
    const page = await gallery.open({ viewport: DESKTOP });
    await show(page, gallery.named("ready"));
    assert.equal(await page.title(), "Harbour Coffee · WhatsApp numbers");
  });

  it("keeps its place while it loads", async () => {
    const page = await gallery.open({ viewport: DESKTOP }, `#/number/${gallery.named("live").id}`);
    await page.locator(".banner h2").waitFor();
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += "value" in entry ? Number(entry.value) : 0;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 500);
        }),
    );
    assert.ok(shift <= 0.05, `the layout shifts by ${shift}`);
  });
});
