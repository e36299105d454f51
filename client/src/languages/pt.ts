import texts from "./pt.json" with { type: "json" };
import type { Language } from "./translator.ts";

export const portuguese: Language = { tag: "pt-BR", texts };
