import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { german } from "../../client/src/languages/de.ts";
import { spanish } from "../../client/src/languages/es.ts";
import { portuguese } from "../../client/src/languages/pt.ts";
import { translator, type Language } from "../../client/src/languages/translator.ts";
import demoDe from "../../console/src/demo/languages/de.json" with { type: "json" };
import demoEs from "../../console/src/demo/languages/es.json" with { type: "json" };
import demoPt from "../../console/src/demo/languages/pt.json" with { type: "json" };
import pageDe from "../../console/src/languages/de.json" with { type: "json" };
import pageEs from "../../console/src/languages/es.json" with { type: "json" };
import pagePt from "../../console/src/languages/pt.json" with { type: "json" };
import { checked } from "../../functions/src/domain/diagnosis/check.ts";
import { CHECKS } from "../../functions/src/domain/diagnosis/checks.ts";
import { verdictOf } from "../../functions/src/domain/diagnosis/verdict.ts";
import { NEEDED_FIELDS } from "../../functions/src/domain/webhook-fields.ts";
import { anyFacts, anySubject } from "../../functions/src/testing/any-diagnosis.ts";
import { PROPERTY_RUNS } from "../../functions/src/testing/property-runs.ts";
import { backendTexts, demoTexts, pageTexts } from "./texts-in-code.ts";

const spoken = backendTexts();
/** The page says the backend's texts in the client's words. */
const ofPage = new Set([...pageTexts()].filter((text) => !spoken.has(text)));
const ofDemo = new Set([...demoTexts()].filter((text) => !spoken.has(text) && !ofPage.has(text)));

const placesIn = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).toSorted();
const codeIn = (text: string): string[] => (text.match(/`[^`]*`|\b[A-Z]+_[A-Z_]+\b|#\d+/g) ?? []).toSorted();

const CATALOGUES: readonly (readonly [whose: string, said: ReadonlySet<string>, texts: Language["texts"]])[] = [
  ...[german, spanish, portuguese].map(({ tag, texts }) => [`the backend's texts in ${tag}`, spoken, texts] as const),
  ["the page's texts in de", ofPage, pageDe],
  ["the page's texts in es", ofPage, pageEs],
  ["the page's texts in pt", ofPage, pagePt],
  ["the demo's texts in de", ofDemo, demoDe],
  ["the demo's texts in es", ofDemo, demoEs],
  ["the demo's texts in pt", ofDemo, demoPt],
];

for (const [whose, said, texts] of CATALOGUES) {
  describe(whose, () => {
    it("are those that the code can say, each of them, and no others", () => {
      const missing = [...said].filter((text) => !Object.hasOwn(texts, text));
      const stale = Object.keys(texts).filter((text) => !said.has(text));
      assert.deepEqual({ missing, stale }, { missing: [], stale: [] });
    });

    it("keep the values, the names of code and the codes of errors, and end as the English ones do", () => {
      for (const [english, text] of Object.entries(texts)) {
        assert.deepEqual(placesIn(text), placesIn(english), english);
        assert.deepEqual(codeIn(text), codeIn(english), english);
        assert.equal(text.endsWith("."), english.endsWith("."), english);
        assert.equal(text, text.trim());
        assert.notEqual(text, "");
      }
    });
  });
}

/** A language whose words are nothing: what it leaves of a text is values. */
const NOTHING: Language = {
  tag: "en",
  texts: Object.fromEntries([...spoken].map((text) => [text, placesIn(text).join(" ")])),
};

describe("a diagnosis in another language", () => {
  const say = translator(NOTHING);

  it("has no word left in English but Meta's own, whatever was read", () => {
    const property = fc.property(anyFacts.map(saying), anySubject, (facts, subject) => {
      const values = stringsIn([facts, subject, NEEDED_FIELDS]);
      const checks = CHECKS.map((check) => checked(check, check.judge(facts, subject)));
      const said = checks.flatMap(({ title, finding }) => [title, finding]);
      for (const text of [...said, verdictOf(checks).summary])
        assert.deepEqual(
          wordsIn(without(say(text), values)).filter((word) => OURS.has(word)),
          [],
          text,
        );
    });
    fc.assert(property, { numRuns: PROPERTY_RUNS });
  });
});

/** Names and words without blanks and marks: nobody could tell where a text ends that has such a value in it. */
const saying = <Facts>(facts: Facts): Facts =>
  JSON.parse(JSON.stringify(facts), (_, inner: unknown) =>
    typeof inner === "string" && !/^v\d+\.0$/.test(inner) ? inner.replaceAll(/[^\p{L}\p{N}_#]+/gu, "-") || "-" : inner,
  ) as Facts;

/** Every text in a value, and without what is cut off where it is quoted; the longest first. */
function stringsIn(value: unknown): string[] {
  const found = new Set<string>();
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "string") {
      found.add(inner);
      found.add(inner.replace(/^\(#\d+\) /, "").replace(/\.$/, ""));
    }
    return inner;
  });
  return [...found].filter(({ length }) => length > 2).toSorted((one, other) => other.length - one.length);
}

/** Words that stand alone: no part of an identifier or a path. */
const wordsIn = (text: string): readonly string[] => text.match(/(?<![\w/])[a-z]{3,}(?!\w)/g) ?? [];
const OURS: ReadonlySet<string> = new Set([...spoken].flatMap(wordsIn));
const MONTH = /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d/g;

const without = (text: string, values: readonly string[]): string =>
  values.reduce((left, value) => left.replaceAll(value, ""), text.replaceAll(MONTH, ""));
