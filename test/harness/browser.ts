import { chromium, type Browser } from "playwright-core";
import { env } from "./callable.ts";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser that `npm test` has found, or got, for the test files that import this. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: env("CHROMIUM"), args: FLAGS });
}
