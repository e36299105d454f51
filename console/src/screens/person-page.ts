import { later } from "./later.ts";
import type { Opened } from "./open-page.ts";
import { operatorPage } from "./operator-page.ts";

/** The page of the person who has signed in. */
export function personPage({ session, client, demo, signup, left }: Opened): HTMLElement {
  const desk = { client, demo, hasSignup: signup !== null };
  if (session.state === "operator") return operatorPage(desk, left);
  const { customers } = session;
  return later(left, async () => {
    const { memberPage } = await import("./member-page.ts");
    return () => [memberPage({ ...desk, customers }, left)];
  });
}
