import { chooseLanguage, chosenLanguage, LANGUAGES } from "../boot/language.ts";
import { element, verbatim } from "../dom/element.ts";
import { notices, type Notices } from "../parts/notices.ts";

/** What stands on every page: the head, and the place for the rest. */
export interface Shell {
  readonly main: HTMLElement;
  readonly corner: HTMLElement;
  readonly badge: HTMLElement;
  readonly notices: Notices;
}

/** Puts the frame of the page into the document. */
export function shell(): Shell {
  const main = element("main", { id: "main", tabindex: -1 }, element("p", { class: "busy" }, "Opening."));
  const corner = element("div", { class: "corner" });
  const badge = element("span", { class: "badge" });
  const said = notices();
  document.body.append(
    element("a", { class: "skip", href: "#main" }, "Skip to the content"),
    element(
      "header",
      { class: "top" },
      element(
        "a",
        { class: "brand", href: "/#/" },
        element("img", { src: "/icon.svg", alt: "", width: 22, height: 22 }),
        "WhatsApp numbers",
      ),
      badge,
      corner,
      languageChoice(),
    ),
    said.panel,
    main,
    element("div", { id: "announcements", role: "status", "aria-live": "polite" }),
  );
  return { main, corner, badge, notices: said };
}

/** Each language by its own name, to be read by those who need another. */
function languageChoice(): HTMLElement {
  const chosen = chosenLanguage();
  const options = Object.entries(LANGUAGES).map(([language, name]) =>
    element("option", { value: language, lang: language, selected: language === chosen }, verbatim(name)),
  );
  const choice = element("select", { class: "language", "aria-label": "Language" }, ...options);
  choice.addEventListener("change", () => chooseLanguage(choice.value));
  return choice;
}
