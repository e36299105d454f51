import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { z } from "zod";
import { serveGallery, type Gallery } from "../console/gallery/serve.ts";
import type { Situation } from "../console/gallery/situation.ts";
import { situations } from "../console/gallery/situations.ts";
import { launchBrowser } from "./harness/browser.ts";
import { closedAfterTests } from "./harness/closed-after-tests.ts";

const Violations = z.array(z.string());
const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };

/** The operator's page over every situation that it has to show, made up from the product's own tables. */
describe("the operator's page, in every situation of a number", () => {
  let browser: Browser;
  let gallery: Gallery;
  let shown: readonly Situation[];

  const closing = closedAfterTests();
  before(async () => {
    shown = await situations(Date.now());
    gallery = closing(await serveGallery(shown));
    browser = closing(await launchBrowser());
  });

  async function open(options: BrowserContextOptions): Promise<Page> {
    const context = closing(await browser.newContext({ reducedMotion: "reduce", ...options }));
    const page = await context.newPage();
    await page.goto(gallery.url);
    await page.addScriptTag({ content: axe.source });
    return page;
  }

  async function show(page: Page, { id, document }: Situation): Promise<void> {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/number/${id}`);
    await page.locator(".number-head code", { hasText: id }).waitFor();
    if (document !== null) await page.locator(".banner h2").waitFor();
  }

  /** What axe finds, a line a fault. */
  const faults = async (page: Page): Promise<string[]> =>
    Violations.parse(
      await page.evaluate(
        "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))",
      ),
    );

  async function inEvery(page: Page, of: readonly Situation[]): Promise<void> {
    for (const situation of of) {
      await show(page, situation);
      assert.deepEqual(await faults(page), [], situation.title);
      assert.equal(await page.locator("h1").count(), 1, situation.title);
      const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
      assert.ok(width <= room, `${situation.title} is ${width} wide`);
    }
  }

  it("breaks no rule of accessibility, light, on a desk", async () => {
    await inEvery(await open({ viewport: DESKTOP, colorScheme: "light" }), shown);
  });

  it("breaks none dark, on a phone", async () => {
    await inEvery(await open({ viewport: PHONE, colorScheme: "dark" }), shown);
  });

  it("breaks none with everything unfolded", async () => {
    const page = await open({ viewport: DESKTOP });
    for (const situation of shown) {
      await show(page, situation);
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll("details")) fold.removeAttribute("name");
        for (const fold of document.querySelectorAll("details")) fold.open = true;
      });
      assert.deepEqual(await faults(page), [], situation.title);
    }
  });

  it("says in its title which number it is about", async () => {
    const page = await open({ viewport: DESKTOP });
    const ready = shown.find(({ title }) => title === "ready") ?? assert.fail("There is no such situation.");
    await show(page, ready);
    assert.equal(await page.title(), "Harbour Coffee · WhatsApp numbers");
  });

  it("keeps its place while it loads", async () => {
    const context = closing(await browser.newContext({ viewport: DESKTOP }));
    const page = await context.newPage();
    const live = shown.find(({ title }) => title === "live") ?? assert.fail("There is no such situation.");
    await page.goto(`${gallery.url}/#/number/${live.id}`);
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
