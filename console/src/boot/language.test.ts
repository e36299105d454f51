import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { chosenLanguage } from "./language.ts";

const browser = (languages: readonly string[], kept: () => string | null): void => {
  Object.defineProperty(globalThis, "navigator", { value: { languages }, configurable: true });
  Object.defineProperty(globalThis, "localStorage", { value: { getItem: kept }, configurable: true });
};

describe("the language of the page", () => {
  const before = ["navigator", "localStorage"].map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  afterEach(() => {
    for (const [name, descriptor] of before)
      if (descriptor !== undefined) Object.defineProperty(globalThis, name, descriptor);
  });

  it("is the first of the browser's that the page has", () => {
    browser(["fr-FR", "pt-PT", "de"], () => null);
    assert.equal(chosenLanguage(), "pt");
  });

  it("is the one that was chosen here before", () => {
    browser(["de-DE"], () => "es");
    assert.equal(chosenLanguage(), "es");
  });

  it("is English where the page has none of them, or what is kept is none", () => {
    browser(["fr", "it"], () => "toString");
    assert.equal(chosenLanguage(), "en");
  });

  it("is the browser's where the browser keeps nothing", () => {
    browser(["de-CH"], () => {
      throw new Error("The operation is insecure.");
    });
    assert.equal(chosenLanguage(), "de");
  });
});
