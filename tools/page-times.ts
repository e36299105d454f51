import { chromium, type Browser, type CDPSession, type Page } from "playwright-core";
import { startSimulator } from "../graph-simulator/server.ts";
import { buildConsole } from "./console-build.ts";
import { demoSecrets } from "./demo-project.ts";
import { withEmulators } from "./emulators/emulators.ts";
import { freePorts } from "./emulators/ports.ts";
import { browserPart, findBrowser } from "./machine/browser.ts";
import { provide } from "./machine/provide.ts";
import { main } from "./setup/progress.mjs";

/** Slow 4G and a processor four times as slow: what Lighthouse takes for a phone (its docs/throttling.md). Bytes a second, and ms. */
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const PROCESSOR = 4;
const ROUNDS = 3;
/** How long what moves the page is waited for once it is usable, in ms. */
const SETTLING = 2000;
const NUMBER = "#/number/550000000000001";

/** Adds up how far things moved that nobody had touched: https://web.dev/articles/cls. */
const COUNT_SHIFTS = `
globalThis.movedSoFar = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.movedSoFar += value;
}).observe({ type: "layout-shift", buffered: true });`;

/** One look at the page: ms until it was usable, what moved until it was still, and the bytes of its own files until it was usable. */
interface Look {
  readonly ms: number;
  readonly shift: number;
  readonly bytes: number;
}

/**
 * `npm run page-times`: how long the operator's page takes on a slow line and a slow processor until somebody can sign in, and until a
 * number's answer and facts are there for somebody who is signed in. Nothing is in the browser's cache.
 */
await main(async () => {
  await provide([browserPart()]);
  await using parts = new AsyncDisposableStack();
  const simulator = parts.adopt(await startSimulator(), (one) => one.close());
  await buildConsole(simulator.url);
  const params = { META_GRAPH_BASE_URL: simulator.url };
  await withEmulators({ ports: await freePorts(), params, secrets: demoSecrets() }, async ({ ports }) => {
    const args = ["--headless", "--no-sandbox", "--disable-gpu"];
    const browser = await chromium.launch({ executablePath: await findBrowser(), args });
    try {
      await measure(browser, `http://127.0.0.1:${ports.hosting}/`);
    } finally {
      await browser.close();
    }
  });
});

async function measure(browser: Browser, url: string): Promise<void> {
  const signIn: Look[] = [];
  const number: Look[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await browser.newPage({ bypassCSP: true });
    const cdp = await page.context().newCDPSession(page);
    await page.addInitScript(COUNT_SHIFTS);
    signIn.push(await look(page, cdp, { url, usable: `document.querySelector("main form button[type=submit]")` }));
    await signInAndRead(page, cdp, url);
    const usable = `document.querySelector(".banner:not([hidden])") && document.querySelector(".facts .fact")`;
    number.push(await look(page, cdp, { url: `${url}?again${NUMBER}`, usable }));
    await page.close();
  }
  say("usable sign-in", signIn);
  say("a number, signed in", number);
}

/** Opens an address on the slow line, and waits until an expression says that the page is usable. */
async function look(page: Page, cdp: CDPSession, { url, usable }: { url: string; usable: string }): Promise<Look> {
  const bytes = new Map<string, number>();
  const own = new Set<string>();
  const onResponse = ({ requestId, response }: { requestId: string; response: { url: string } }): void => {
    if (response.url.startsWith(new URL(url).origin)) own.add(requestId);
  };
  const onFinished = ({ requestId, encodedDataLength }: { requestId: string; encodedDataLength: number }): void => {
    bytes.set(requestId, encodedDataLength);
  };
  cdp.on("Network.responseReceived", onResponse);
  cdp.on("Network.loadingFinished", onFinished);
  await throttle(cdp, true);
  await page.goto(url, { waitUntil: "commit" });
  const ready = await page.waitForFunction(`(${usable}) && performance.now()`);
  const ms = Number(await ready.jsonValue());
  const loaded = [...bytes].reduce((sum, [id, length]) => sum + (own.has(id) ? length : 0), 0);
  await page.waitForTimeout(SETTLING);
  const shift = Number(await page.evaluate("globalThis.movedSoFar"));
  cdp.off("Network.responseReceived", onResponse);
  cdp.off("Network.loadingFinished", onFinished);
  await throttle(cdp, false);
  return { ms, shift, bytes: loaded };
}

async function throttle(cdp: CDPSession, slow: boolean): Promise<void> {
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: slow });
  await cdp.send(
    "Network.emulateNetworkConditions",
    slow ? LINE : { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 },
  );
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slow ? PROCESSOR : 1 });
}

/** Signs in as the demo's operator, and has the number read, so that there is something to show of it. */
async function signInAndRead(page: Page, cdp: CDPSession, url: string): Promise<void> {
  await page.goto(url + NUMBER);
  await page.getByRole("button", { name: "Enter as the demo operator" }).click();
  await page.getByRole("button", { name: "Read again from Meta" }).click();
  await page.locator(".facts .fact").first().waitFor();
  await throttle(cdp, false);
}

function say(what: string, looks: readonly Look[]): void {
  const sorted = looks.map(({ ms }) => ms / 1000).toSorted((one, other) => one - other);
  const [median = 0, first = 0, last = 0] = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)];
  const range = `${first.toFixed(2)} to ${last.toFixed(2)}`;
  const shift = Math.max(...looks.map((one) => one.shift)).toFixed(3);
  const kB = Math.round(Math.max(...looks.map(({ bytes }) => bytes)) / 1000);
  console.log(`${what}: ${median.toFixed(2)} s (${range}), layout shift ${shift}, ${kB} kB of its own files`);
}
