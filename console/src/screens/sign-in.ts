import type { SignIn } from "../boot/session.ts";
import { button, element, fill } from "../dom/element.ts";
import { titled } from "../dom/titled.ts";

/** The page for somebody who is not signed in. */
export function signInPage(signIn: SignIn): HTMLElement {
  const trouble = element("p", { class: "error", role: "alert" });
  const tell = (text: string): void => {
    fill(trouble, text);
  };
  const attempt = async (step: () => Promise<void>): Promise<void> => {
    tell("");
    try {
      await step();
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  };
  const { enterDemo } = signIn;
  titled("Sign in");
  return element(
    "section",
    { class: "card narrow" },
    element("h1", {}, "Sign in"),
    enterDemo === null
      ? null
      : element(
          "div",
          { class: "demo-entry" },
          element("p", {}, "This page runs on the emulators of this machine. Nothing here reaches Meta."),
          button("Enter as the demo operator", { class: "primary" }, () => attempt(() => enterDemo("operator"))),
          button("Enter as the demo member", { class: "ghost" }, () => attempt(() => enterDemo("member"))),
        ),
    passwordForm(signIn, attempt, tell),
    trouble,
  );
}

function passwordForm(
  signIn: SignIn,
  attempt: (step: () => Promise<void>) => Promise<void>,
  tell: (text: string) => void,
): HTMLElement {
  const email = element("input", { type: "email", id: "email", autocomplete: "username", required: true });
  const password = element("input", {
    type: "password",
    id: "password",
    autocomplete: "current-password",
    required: true,
  });
  const form = element(
    "form",
    {},
    element("div", { class: "field" }, element("label", { for: "email" }, "Email address"), email),
    element("div", { class: "field" }, element("label", { for: "password" }, "Password"), password),
    element(
      "div",
      { class: "buttons" },
      element("button", { type: "submit", class: signIn.enterDemo === null ? "primary" : "ghost" }, "Sign in"),
      button("Forgot the password", { class: "ghost" }, () =>
        attempt(async () => {
          if (!email.reportValidity()) return;
          await signIn.sendPasswordReset(email.value);
          tell("If the address belongs to an account, a mail with a link is on its way.");
        }),
      ),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const secret = password.value;
    password.value = "";
    void attempt(() => signIn.signIn(email.value, secret));
  });
  return form;
}
