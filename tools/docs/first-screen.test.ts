import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { root } from "../root.ts";

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Lines of a page that a reader sees before scrolling. */
const FIRST_SCREEN = 20;

const readme = read("README.md");
const screen = readme.split("\n").slice(0, FIRST_SCREEN).join("\n");
const picture = read("docs/pictures/overview.svg");

type Scheme = ReadonlyMap<string, string>;

const colours = (css: string): Scheme =>
  new Map([...css.matchAll(/--([\w-]+): (#\w{6});/gu)].map(([, name = "", hex = ""]) => [name, hex]));
const [, light = "", dark = ""] =
  /:root \{(.+?)\}\s*@media \(prefers-color-scheme: dark\) \{\s*:root \{(.+?)\}/su.exec(picture) ?? [];
const SCHEMES: Readonly<Record<string, Scheme>> = { light: colours(light), dark: colours(dark) };

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("README's first screen", () => {
  it("shows what it is in a picture, in words too", () => {
    assert.match(screen, /!\[[^\]]{60,}\]\(docs\/pictures\/overview\.svg\)/u);
    assert.match(picture, /<title id="title">.+<\/title>\s*<desc id="desc">.{60,}<\/desc>/u);
  });

  it("has three doors, which lead somewhere", () => {
    const doors = [...screen.matchAll(/\*\*\[([^\]]+)\]\(([^)]+)\)\*\*/gu)].map(([, name, to]) => [name, to]);
    assert.deepEqual(doors, [
      ["Try it", "#quick-start"],
      ["Add it to your project", "docs/adopting.md"],
      ["Deploy it alone", "#deploying"],
    ]);
    for (const heading of ["Quick start", "Deploying"]) assert.match(readme, new RegExp(`^## ${heading}$`, "mu"));
  });

  it("names in the picture what there is", () => {
    const named = [...picture.matchAll(/class="code"[^>]*>([^<]+)</gu)].map(([, name = ""]) => name);
    const [, tables = ""] = readme.split("## All functions");
    assert.ok(named.length >= 4);
    for (const name of named) assert.ok(tables.includes(`\`${name.replace("{id}", "{phoneNumberId}")}\``), name);
  });

  for (const [name, scheme] of Object.entries(SCHEMES)) {
    it(`can be read in ${name}`, () => {
      const of = (colour: string): string => scheme.get(colour) ?? assert.fail(`There is no --${colour}.`);
      for (const [text, ground] of [
        ["text", "ground"],
        ["quiet", "ground"],
        ["text", "box"],
        ["quiet", "box"],
        ["text", "ours"],
        ["quiet", "ours"],
        ["accent", "ours"],
        ["arrow", "ground"],
      ] as const) {
        const [less = 0, more = 0] = [luminance(of(text)), luminance(of(ground))].toSorted((a, b) => a - b);
        const ratio = (more + 0.05) / (less + 0.05);
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)} is less than 4.5`);
      }
    });
  }
});
