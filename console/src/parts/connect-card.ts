import { element } from "../dom/element.ts";

/** The way to the page that opens Meta's dialog. */
export function connectCard(hasSignup: boolean): HTMLElement {
  return element(
    "section",
    { class: "card" },
    element("h3", {}, "Connect a number"),
    ...(hasSignup
      ? [
          element(
            "p",
            {},
            "In Meta's window a business chooses or makes a WhatsApp account and a number, and shares them.",
          ),
          element("a", { class: "button", href: "/connect.html" }, "Connect a number"),
        ]
      : [
          element(
            "p",
            {},
            "This deployment offers no sign-up: META_APP_ID and META_SIGNUP_CONFIG_ID must both be set when the page is built.",
          ),
        ]),
  );
}
