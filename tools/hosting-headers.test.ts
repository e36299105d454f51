import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { z } from "zod";
import { root } from "./root.ts";

const FirebaseJson = z.object({
  hosting: z.object({
    headers: z.array(
      z.object({ source: z.string(), headers: z.array(z.object({ key: z.string(), value: z.string() })) }),
    ),
  }),
});

const { hosting } = FirebaseJson.parse(JSON.parse(readFileSync(path.join(root, "firebase.json"), "utf8")));
const headersOf = (wanted: string): ReadonlyMap<string, string> =>
  new Map(
    hosting.headers
      .filter(({ source }) => source === wanted)
      .flatMap(({ headers }) => headers.map(({ key, value }) => [key, value])),
  );
const everywhere = headersOf("**");

/** reCAPTCHA, by which App Check knows the page. */
const APP_CHECK: ReadonlySet<string> = new Set([
  "https://www.google.com/recaptcha/",
  "https://www.gstatic.com/recaptcha/",
]);

const policyIn = (headers: ReadonlyMap<string, string>): Map<string, string> =>
  new Map(
    (headers.get("Content-Security-Policy") ?? "").split(";").map((directive) => {
      const [name = "", ...sources] = directive.trim().split(/\s+/);
      return [name, sources.join(" ")];
    }),
  );
const policy = policyIn(everywhere);

describe("every file of the web page", () => {
  it("comes with a policy that runs nothing but the page's own scripts, and App Check's", () => {
    assert.equal(policy.get("default-src"), "'none'", "and so object-src, too");
    assert.deepEqual(
      policy
        .get("script-src")
        ?.split(" ")
        .filter((source) => !APP_CHECK.has(source)),
      ["'self'"],
    );
    assert.equal(policy.get("style-src"), "'self'");
    for (const name of ["base-uri", "frame-ancestors"]) assert.equal(policy.get(name), "'none'");
    assert.doesNotMatch([...policy.values()].join(" "), /unsafe-|http:/);
  });

  it("may talk to hosts that are named, and to functions: a built page narrows those to its own project's", () => {
    assert.deepEqual(
      (policy.get("connect-src") ?? "").split(" ").filter((source) => source.includes("*")),
      ["https://*.cloudfunctions.net"],
    );
    for (const [name, sources] of policy) if (name !== "connect-src") assert.doesNotMatch(sources, /\*/, name);
  });

  it("lets no text become HTML or a script: both need a trusted type", () => {
    assert.equal(policy.get("require-trusted-types-for"), "'script'");
  });

  it("is only ever fetched over HTTPS, for a year at least, and says nothing of subdomains: those of a custom domain may be somebody else's", () => {
    const [, age] = /^max-age=(\d+)$/.exec(everywhere.get("Strict-Transport-Security") ?? "") ?? [];
    assert.ok(Number(age) >= 31_536_000);
  });

  it("is not taken for something else, tells nobody where one came from, and shares no window", () => {
    assert.equal(everywhere.get("X-Content-Type-Options"), "nosniff");
    assert.equal(everywhere.get("Referrer-Policy"), "no-referrer");
    assert.equal(everywhere.get("Cross-Origin-Opener-Policy"), "same-origin");
  });
});

describe("the page that opens Meta's dialog", () => {
  const own = headersOf("/connect.html");
  const opened = policyIn(own);
  const META: Readonly<Record<string, string>> = {
    "script-src": "https://connect.facebook.net",
    "frame-src": "https://www.facebook.com https://web.facebook.com",
    "connect-src": "https://www.facebook.com https://graph.facebook.com https://connect.facebook.net",
    "img-src": "https://www.facebook.com",
  };

  it("is the only one with a policy of its own, which stands last: of two values of a header Hosting sends the last", () => {
    assert.deepEqual(
      hosting.headers.map(({ source }) => source),
      ["**", "/connect.html"],
    );
    assert.deepEqual([...own.keys()], ["Cross-Origin-Opener-Policy", "Content-Security-Policy"]);
    assert.equal(own.get("Cross-Origin-Opener-Policy"), "same-origin-allow-popups", "the dialog reaches its opener");
  });

  it("may use Meta's hosts and nothing else besides", () => {
    // Meta's script is not known to work where no text becomes a script.
    const wanted = [...policy].filter(([name]) => name !== "require-trusted-types-for");
    assert.deepEqual(
      [...opened],
      wanted.map(([name, sources]) => [name, name in META ? `${sources} ${META[name]}` : sources]),
    );
  });

  it("is told in the docs", () => {
    const page = readFileSync(path.join(root, "docs", "embedded-signup.md"), "utf8").replaceAll(/ +/g, " ");
    for (const [name, sources] of Object.entries(META))
      assert.ok(page.includes(`| \`${name}\` | \`${sources}\` |`), name);
  });
});
