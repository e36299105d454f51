import { readFile } from "node:fs/promises";
import path from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { root } from "../root.ts";

/** A way of looking at the page. */
export interface Form {
  readonly name: string;
  readonly options: BrowserContextOptions;
}

/** The forms in which every situation is drawn. */
export const FORMS = {
  light: { name: "light", options: { viewport: { width: 1280, height: 800 }, colorScheme: "light" } },
  dark: { name: "dark", options: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" } },
  phone: {
    name: "phone",
    options: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, colorScheme: "light" },
  },
} satisfies Readonly<Record<string, Form>>;

/** The same pixels on every machine: no subpixels, no hinting by the system, one colour space. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-lcd-text",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
];

const FONTS = { sans: "inter", mono: "jetbrains-mono" } as const;

const FACES = Object.entries(FONTS)
  .map(
    ([name, font]) =>
      `@font-face { font-family: "drawn-${name}"; src: url("/fonts/${font}.woff2") format("woff2"); font-weight: 100 900; }`,
  )
  .join("\n");

const DRAWN = `${FACES}
:root { --sans: "drawn-sans"; --mono: "drawn-mono"; }
* { caret-color: transparent !important; }`;

export const launchCamera = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: FLAGS });

/** A request as the log of Meta's side shows it. */
export interface LoggedRequest {
  readonly secondsAgo: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

interface Still {
  readonly url: string;
  readonly now: number;
  readonly form: Form;
  readonly log: readonly LoggedRequest[];
}

/** Opens a page at `url` that stands still: `now` is the time, its fonts and Meta's log are fixed, nothing moves. */
export async function openStill(browser: Browser, { url, now, form, log }: Still): Promise<Page> {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
    ...form.options,
  });
  await context.clock.setFixedTime(now);
  for (const font of Object.values(FONTS)) {
    const file = `${font}-latin-wght-normal.woff2`;
    const body = await readFile(path.join(root, "node_modules", "@fontsource-variable", font, "files", file));
    await context.route(`**/fonts/${font}.woff2`, (route) => route.fulfill({ body, contentType: "font/woff2" }));
  }
  const requests = log.map(({ secondsAgo, ...request }, index) => {
    const at = new Date(now - secondsAgo * 1000).toISOString();
    return { ...request, sequence: index + 1, receivedAt: at, finishedAt: at, fault: null };
  });
  await context.route("**/_simulator/requests?*", (route) => {
    const after = Number(new URL(route.request().url()).searchParams.get("after"));
    return route.fulfill({ json: { requests: requests.filter(({ sequence }) => sequence > after) } });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  await page.addStyleTag({ content: DRAWN });
  return page;
}

/** Of 100, at which nothing would be lost: below it the edges of letters are smeared. */
const QUALITY = 90;

/** What the window shows, as WebP: Chromium draws a page so in less than half the bytes of its PNG, but Playwright does not ask it to. */
export async function taken(page: Page): Promise<Buffer> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  return Buffer.from(data, "base64");
}
