import { callError } from "../../../client/src/call-error.ts";
import { PhoneNumberId } from "../../../functions/src/contract/primitives.ts";
import { connectWebhookForm } from "../actions/connect-webhook.ts";
import type { Backend } from "../boot/backend.ts";
import { hashOf } from "../boot/route.ts";
import { button, element, fill } from "../dom/element.ts";
import { titled } from "../dom/titled.ts";
import { connectCard } from "../parts/connect-card.ts";
import { textField } from "../parts/field.ts";
import { result } from "../parts/result.ts";
import { problemView } from "../words/problem.ts";
import { refreshView } from "../words/reading.ts";

/** What the home page offers besides. */
export interface HomeOffers {
  readonly hasDemo: boolean;
  readonly hasSignup: boolean;
}

/** What is shown while no number is open: how to open one. */
export function homePage(client: Backend, { hasDemo, hasSignup }: HomeOffers): HTMLElement {
  titled("Numbers");
  return element(
    "article",
    { class: "home" },
    element("h1", {}, "Open a number"),
    element("p", { class: "lead" }, "Choose one from the list, or start here."),
    configuredNumber(client),
    openById(),
    element(
      "section",
      { class: "card" },
      element("h2", {}, "Add a number"),
      element(
        "p",
        {},
        "From nothing to a message that arrives, step by step: it is created in the account, verified, registered and tried out.",
      ),
      element("a", { href: hashOf({ page: "setup", id: null }) }, "Set up a number"),
    ),
    connectCard({ hasSignup, isMember: false }),
    element(
      "section",
      { class: "card" },
      element("h2", {}, "The account's events"),
      element("p", {}, "Deliveries, reviews and blocks show up once Meta sends its events here."),
      connectWebhookForm(client),
    ),
    hasDemo
      ? element(
          "section",
          { class: "card" },
          element("h2", {}, "Play with every outcome"),
          element(
            "p",
            {},
            "The simulator knows numbers that always end the same way: wrong PIN, missing access, lost answers.",
          ),
          element("p", {}, element("a", { href: "#/outcomes" }, "See them all")),
        )
      : null,
  );
}

function configuredNumber(client: Backend): HTMLElement {
  const answer = element("div", {});
  return element(
    "section",
    { class: "card" },
    element("h2", {}, "The configured number"),
    element("p", {}, "The one that META_PHONE_NUMBER_ID names. Reading it spends no attempt."),
    button("Read it from Meta", { class: "primary" }, async () => {
      fill(answer);
      try {
        const number = await client.refreshPhoneNumber({});
        if (number.status === "refreshed") location.hash = hashOf({ page: "number", id: number.phoneNumberId });
        else fill(answer, result(refreshView(number, Date.now())));
      } catch (error) {
        fill(answer, result(problemView(callError(error))));
      }
    }),
    answer,
  );
}

function openById(): HTMLElement {
  const id = textField(
    {
      label: "Phone number id",
      hint: "5 to 20 digits, from the app's dashboard under WhatsApp > API Setup. Not the phone number itself.",
      complaint: (value) =>
        PhoneNumberId.safeParse(value).success ? null : "An id has 5 to 20 digits and nothing else.",
    },
    { inputmode: "numeric" },
  );
  const form = element(
    "form",
    { class: "card", novalidate: true },
    element("h2", {}, "Another number"),
    id.row,
    element("div", { class: "buttons" }, element("button", { type: "submit", class: "ghost" }, "Open")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (id.check()) location.hash = hashOf({ page: "number", id: id.value() });
    else id.focus();
  });
  return form;
}
