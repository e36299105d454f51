import { CustomerId } from "../../../functions/src/contract/primitives.ts";
import { connectPanel } from "../actions/connect-number.ts";
import { element } from "../dom/element.ts";
import { titled } from "../dom/titled.ts";
import { backLink } from "../parts/back-link.ts";
import { connectCard } from "../parts/connect-card.ts";
import { choiceField, textField, type TextField } from "../parts/field.ts";
import type { Opened, Recognised } from "./open-page.ts";

/** The page on which a customer connects numbers of their own in Meta's dialog. */
export function connectPage({ session, client, demo, signup, left }: Opened): HTMLElement {
  titled("Connect a number");
  const customer = customerField(session);
  return element(
    "article",
    { class: "open home" },
    backLink("always"),
    element("h1", {}, "Connect a number"),
    element(
      "p",
      { class: "lead" },
      "A business signs in at Meta, chooses or makes a WhatsApp account and a number, and shares them. Their passwords never come here.",
    ),
    signup === null
      ? connectCard({ hasSignup: false, isMember: session.state === "member" })
      : element(
          "section",
          { class: "card" },
          element("h2", {}, "In Meta's window"),
          connectPanel(
            { client, signup, simulator: simulatorHost(demo?.simulator ?? null) },
            { customer, only: session.state === "member" && customer === null ? session.customers[0] : null },
            left,
          ),
        ),
  );
}

/** Asks for whom it is done; `null`: that is clear. */
function customerField(session: Recognised): TextField | null {
  if (session.state === "operator")
    return textField({
      label: "Customer",
      hint: "Your id of the customer whose account it is: 1 to 64 letters, digits, hyphens and underscores.",
      complaint: (value) => (CustomerId.safeParse(value).success ? null : "This is no customer's id."),
    });
  return session.customers.length === 1
    ? null
    : choiceField(
        { label: "Customer" },
        session.customers.map((id) => [id, id] as const),
      );
}

/** The simulator's dialog is found by host and port. */
const simulatorHost = (address: string | null): string | null => (address === null ? null : new URL(address).host);
