import { memberPage } from "./member-page.ts";
import type { Opened } from "./open-page.ts";
import { operatorPage } from "./operator-page.ts";

/** The page of the person who has signed in. */
export function personPage({ session, client, demo, signup, left }: Opened): HTMLElement {
  const desk = { client, demo, hasSignup: signup !== null };
  return session.state === "operator"
    ? operatorPage(desk, left)
    : memberPage({ ...desk, customers: session.customers }, left);
}
