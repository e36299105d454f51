import { element } from "../dom/element.ts";

/** For whom the way is shown, and whether there is one. */
interface Way {
  readonly hasSignup: boolean;
  readonly isMember: boolean;
}

/** The way to the page that opens Meta's dialog. What an operator has to set up is no member's concern. */
export function connectCard({ hasSignup, isMember }: Way): HTMLElement {
  return element(
    "section",
    { class: "card" },
    element("h2", {}, "Connect a number"),
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
            isMember
              ? "Connecting numbers is not set up here."
              : "This deployment offers no sign-up: META_APP_ID and META_SIGNUP_CONFIG_ID must both be set when the page is built.",
          ),
        ]),
  );
}
