import "./boot/no-code-from-text.ts";
import { memberPage } from "./screens/member-page.ts";
import { openPage } from "./screens/open-page.ts";
import { operatorPage } from "./screens/operator-page.ts";

await openPage(({ session, client, demo, signup, left }) => {
  const desk = { client, demo, hasSignup: signup !== null };
  return session.state === "operator"
    ? operatorPage(desk, left)
    : memberPage({ ...desk, customers: session.customers }, left);
});
