import { readFileSync } from "node:fs";
import path from "node:path";
import type { Reply } from "../reply.ts";

const FOLDER = path.join(import.meta.dirname, "pages");
const file = (name: string): string => readFileSync(path.join(FOLDER, name), "utf8");

/** The dialog runs its own script alone, and is a window of its own: it has to reach the page that opened it. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'";

const html = (body: string): Reply => ({
  status: 200,
  body,
  headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
});
/** The page loads Meta's script with `crossorigin`, so it comes with Meta's header. */
const script = (body: string): Reply => ({
  status: 200,
  body,
  headers: { "content-type": "application/x-javascript; charset=utf-8", "access-control-allow-origin": "*" },
});

/** Where Meta has its script and its dialog, and the two files that the dialog here loads. */
const PAGES: readonly (readonly [RegExp, () => Reply])[] = [
  [/^\/[a-z]{2}_[A-Z]{2}\/sdk\.js$/, () => script(file("sdk.js"))],
  [/^\/v\d+\.\d+\/dialog\/oauth$/, () => html(file("dialog.html"))],
  [/^\/dialog\/dialog\.js$/, () => script(file("dialog.js"))],
  [
    /^\/dialog\/dialog\.css$/,
    () => ({ status: 200, body: file("dialog.css"), headers: { "content-type": "text/css; charset=utf-8" } }),
  ],
];

/** The stand-in of Meta's JavaScript SDK, and of the dialog that it opens; `null`: the path is neither's. */
export function pageAt(method: string, requested: string): Reply | null {
  if (method !== "GET") return null;
  const found = PAGES.find(([pattern]) => pattern.test(requested));
  return found === undefined ? null : found[1]();
}
