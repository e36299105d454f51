import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Shown, Exhibit } from "../../console/gallery/exhibit.ts";
import { serveGallery, type Gallery } from "../../console/gallery/serve.ts";
import { shownAt } from "../../console/gallery/shown.ts";
import { faults } from "./accessibility.ts";
import { launchBrowser } from "./browser.ts";
import type { closedAfterTests } from "./closed-after-tests.ts";

export const DESKTOP = { width: 1280, height: 860 };
export const PHONE = { width: 360, height: 740 };

/** The gallery in a browser. */
export interface OpenGallery {
  readonly shown: Shown;
  /** The situation of a title. */
  readonly named: (title: string) => Exhibit;
  /** Opens a page of the gallery: `at` is what follows the slash of its address. */
  readonly open: (options: BrowserContextOptions, at?: string) => Promise<Page>;
}

/** Serves the gallery as of now and starts a browser for it; `closing` ends both. */
export async function openGallery(closing: ReturnType<typeof closedAfterTests>): Promise<OpenGallery> {
  const shown = await shownAt(Date.now());
  const gallery: Gallery = closing(await serveGallery(shown));
  const browser: Browser = closing(await launchBrowser());
  return {
    shown,
    named: (title) =>
      shown.situations.find((one) => one.title === title) ?? assert.fail(`The gallery has no situation "${title}".`),
    open: async (options, at = "") => {
      const context = closing(await browser.newContext({ reducedMotion: "reduce", ...options }));
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      await page.goto(`${gallery.url}/${at}`);
      await page.locator("main h1").waitFor();
      return page;
    },
  };
}

/** Goes to the page of a number. */
export async function show(page: Page, { id, document }: Exhibit): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/number/${id}`);
  await page.locator(".number-head code", { hasText: id }).waitFor();
  if (document !== null) await page.locator(".banner h2").waitFor();
}

/** Unfolds one of a number's actions, and is its panel. */
export async function unfold(page: Page, name: string): Promise<ReturnType<Page["locator"]>> {
  const panel = page.locator(`[data-action=${name}]`);
  if ((await panel.getAttribute("open")) === null) await panel.locator("summary").first().click();
  return panel;
}

/** Nothing that axe finds, one heading of the first rank, and nothing wider than the window. */
export async function isInOrder(page: Page, state: string): Promise<void> {
  assert.deepEqual(await faults(page), [], state);
  assert.equal(await page.locator("h1").count(), 1, state);
  await fits(page, state);
}

/** Nothing is wider than the window. */
export async function fits(page: Page, state: string): Promise<void> {
  const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  assert.ok(width <= room, `${state} is ${width} wide, and the window ${room}`);
}
