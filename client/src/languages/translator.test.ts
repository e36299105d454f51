import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { translated } from "./translated.ts";
import { translator, type Language } from "./translator.ts";

const GERMAN: Language = {
  tag: "de",
  texts: {
    Wait: "Abwarten",
    Token: "Token",
    "The token": "Das Token",
    "The token ends in {0} days, on {1}.": "Das Token läuft in {0} Tagen ab, am {1}.",
    "{0} could not be read: {1}.": "Nicht lesbar: {0} ({1}).",
    "no answer came in time": "keine rechtzeitige Antwort",
    "Meta refuses it ({0})": "Meta lehnt es ab ({0})",
    "Messages are blocked: {0}.": "Nachrichten sind blockiert: {0}.",
    "the business is not verified": "Unternehmen nicht verifiziert",
    "The account {0}": "Das Konto {0}",
    "The account {0} does not have this number.": "Das Konto {0} hat diese Nummer nicht.",
    "It comes back in {0}.": "In {0} ist er wieder da.",
    "It is in another account.": "Sie ist in einem anderen Konto.",
    "{0} out of {1}": "{1}, davon {0}",
  },
};
const say = translator(GERMAN);

describe("a text in another language", () => {
  const cases: readonly (readonly [what: string, english: string, german: string])[] = [
    ["as it stands there", "Wait", "Abwarten"],
    ["with its values", "The token ends in 3 days, on 2030-01-02.", "Das Token läuft in 3 Tagen ab, am 02.01.2030."],
    ["with values in another order", "two out of three", "three, davon two"],
    [
      "with a text for a value",
      "The token could not be read: no answer came in time.",
      "Nicht lesbar: Das Token (keine rechtzeitige Antwort).",
    ],
    [
      "with Meta's own words",
      "The token could not be read: Meta refuses it (#190: The session is over).",
      "Nicht lesbar: Das Token (Meta lehnt es ab (#190: The session is over)).",
    ],
    [
      "of several, one after the other",
      "The account 7 does not have this number. It is in another account.",
      "Das Konto 7 hat diese Nummer nicht. Sie ist in einem anderen Konto.",
    ],
    [
      "behind a title",
      "Token: The token ends in 3 days, on 2030-01-02.",
      "Token: Das Token läuft in 3 Tagen ab, am 02.01.2030.",
    ],
    [
      "behind a title, with a name in it",
      "Token: The account Harbour Coffee does not have this number.",
      "Token: Das Konto Harbour Coffee hat diese Nummer nicht.",
    ],
    [
      "with a list for a value, in which Meta's words stand",
      "Messages are blocked: the business is not verified (141010); Something of Meta's.",
      "Nachrichten sind blockiert: Unternehmen nicht verifiziert (141010); Something of Meta's.",
    ],
    [
      "with an abbreviation in a value",
      "It comes back in 2 Tg. 23 Std. (17:30).",
      "In 2 Tg. 23 Std. (17:30) ist er wieder da.",
    ],
    ["whose last value ends in a point", "The token could not be read: Ltd..", "Nicht lesbar: Das Token (Ltd.)."],
    ["that the language lacks: English", "Something newer happened.", "Something newer happened."],
  ];
  for (const [what, english, german] of cases) it(what, () => assert.equal(say(english), german));

  it("has its time in the reader's time zone", () => {
    const at = "2030-01-02T12:34:56.789Z";
    const time = new Intl.DateTimeFormat("de", { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
    assert.equal(say(`The account ${at}`), `Das Konto ${time}`);
  });

  it("is found soon, however often it could be taken apart", () => {
    const text = "one: two, three. four (five) ".repeat(60);
    assert.equal(say(text), text);
  });
});

describe("a result in another language", () => {
  it("has every text of the backend's in it, and Meta's own words as they are", () => {
    const result = {
      status: "pin_locked",
      message: "Wait",
      resolution: [{ title: "Wait", detail: "The token", url: "https://example.com" }],
      graphError: { message: "Wait", userTitle: "Wait" },
      checks: [{ id: "token_valid", title: "Token", finding: "Wait", observed: { title: "Wait" } }],
      webhook: { claims: { partner: { detail: "Wait" } } },
      retryAt: null,
      attempts: { used: 1 },
    };
    assert.deepEqual(translated(result, GERMAN), {
      ...result,
      message: "Abwarten",
      resolution: [{ title: "Abwarten", detail: "Das Token", url: "https://example.com" }],
      checks: [{ ...result.checks[0], finding: "Abwarten" }],
    });
  });
});
