import type { SignIn } from "../boot/session.ts";
import { button, element } from "../dom/element.ts";
import { titled } from "../dom/titled.ts";

/** The page for somebody who is signed in, and neither an operator nor a member of any customer. */
export function strangerPage(signIn: SignIn, name: string, claim: string): HTMLElement {
  titled("No access");
  return element(
    "section",
    { class: "card narrow" },
    element("h1", {}, "You have no access yet"),
    element(
      "p",
      {},
      `You are signed in as ${name}, who is neither an operator (the custom claim ${claim}) nor a member of a customer.`,
    ),
    element("p", {}, "Someone who administers the Firebase project can make you an operator:"),
    element("pre", {}, `npm run grant-operator -- ${name}`),
    element("p", {}, "Or a member, if you act only for a customer:"),
    element("pre", {}, `npm run grant-operator -- --customer <id> ${name}`),
    element(
      "div",
      { class: "buttons" },
      button("Look again", { class: "primary" }, () => signIn.lookAgain()),
      button("Sign out", { class: "ghost" }, () => signIn.leave()),
    ),
  );
}
