import { speak } from "../words/spoken.ts";

/** The languages of the page, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español", pt: "Português" } as const;
type Language = keyof typeof LANGUAGES;

const KEPT_AS = "language";

const isLanguage = (word: string): word is Language => Object.hasOwn(LANGUAGES, word);

/** The language that somebody chose here before, else the first of the browser's that the page has, else English. */
export function chosenLanguage(): Language {
  const wanted = [keptLanguage(), ...navigator.languages];
  return wanted.map((one) => one.toLowerCase().slice(0, 2)).find(isLanguage) ?? "en";
}

/** A browser may keep nothing, and says so by an error. */
function keptLanguage(): string {
  try {
    return localStorage.getItem(KEPT_AS) ?? "";
  } catch {
    return "";
  }
}

/** Has the page speak this language from now on, in this browser. It is loaded anew for that. @throws where the browser keeps nothing. */
export function chooseLanguage(language: string): void {
  localStorage.setItem(KEPT_AS, language);
  location.reload();
}

/** Has the page speak the language that is chosen. Where its texts do not load, the page speaks English. */
export async function speakChosenLanguage(): Promise<void> {
  const language = chosenLanguage();
  if (language === "en") return;
  try {
    const { tag, say } = await textsIn(language);
    speak(tag, say);
    document.documentElement.lang = tag;
  } catch {
    // In English it is of use, too.
  }
}

interface Texts {
  readonly tag: string;
  readonly say: (text: string) => string;
}

function textsIn(language: Exclude<Language, "en">): Promise<Texts> {
  switch (language) {
    case "de":
      return import("../languages/de.ts");
    case "es":
      return import("../languages/es.ts");
    case "pt":
      return import("../languages/pt.ts");
  }
}
