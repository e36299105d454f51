import texts from "./de.json" with { type: "json" };
import type { Language } from "./translator.ts";

export const german: Language = { tag: "de", texts };
