import type { SignIn } from "../boot/session.ts";
import { button, element } from "../dom/element.ts";
import { titled } from "../dom/titled.ts";

/** The page for somebody who is signed in, and neither an operator nor a member of any customer. */
export function strangerPage(signIn: SignIn, name: string, claim: string): HTMLElement {
  titled("Not an operator");
  return element(
    "section",
    { class: "card narrow" },
    element("h1", {}, "You are not an operator"),
    element("p", {}, `You are signed in as ${name}, without the custom claim ${claim}.`),
    element("p", {}, "Someone who administers the Firebase project can grant it:"),
    element("pre", {}, `npm run grant-operator -- ${name}`),
    element("p", {}, "Or, if you act only for a customer:"),
    element("pre", {}, `npm run grant-operator -- --customer <id> ${name}`),
    element(
      "div",
      { class: "buttons" },
      button("Look again", { class: "primary" }, () => signIn.lookAgain()),
      button("Sign out", { class: "ghost" }, () => signIn.leave()),
    ),
  );
}
