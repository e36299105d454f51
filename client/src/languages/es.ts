import texts from "./es.json" with { type: "json" };
import type { Language } from "./translator.ts";

export const spanish: Language = { tag: "es", texts };
