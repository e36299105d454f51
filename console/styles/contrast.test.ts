import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { suite, test } from "node:test";

type Colour = readonly [red: number, green: number, blue: number];

const css = readFileSync(path.join(import.meta.dirname, "base.css"), "utf8");
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)].map(([, name, light, dark]) => [
    name,
    { light: parse(light ?? ""), dark: parse(dark ?? "") },
  ]),
);

function parse(hex: string): Colour {
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const mix = (part: number, colour: Colour, into: Colour): Colour =>
  colour.map((value, index) => part * value + (1 - part) * (into[index] ?? 0)) as [number, number, number];

for (const scheme of ["light", "dark"] as const) {
  const colour = (name: string): Colour => colours.get(name)?.[scheme] ?? assert.fail(`There is no --${name}.`);
  const readable = (text: Colour, ground: Colour): void => {
    const ratio = contrast(text, ground);
    assert.ok(ratio >= 4.5, `${ratio.toFixed(2)} is less than 4.5`);
  };

  suite(`text can be read, ${scheme}`, () => {
    for (const ground of ["ground", "surface", "sunk"]) {
      for (const text of ["text", "quiet", "accent"]) {
        test(`${text} on ${ground}`, () => readable(colour(text), colour(ground)));
      }
    }
    for (const tone of ["good", "busy", "warn", "bad", "plain"]) {
      test(`a ${tone} pill, and a ${tone} result`, () => {
        readable(colour(tone), mix(0.12, colour(tone), colour("surface")));
        for (const text of [tone, "text", "quiet", "accent"]) {
          readable(colour(text), mix(0.07, colour(tone), colour("surface")));
        }
      });
    }
    for (const button of ["accent", "bad"]) {
      test(`a button in ${button}`, () => readable(colour("on-accent"), colour(button)));
    }
  });
}
