import type { Unwatch } from "../../../client/src/watch.ts";
import type { Backend } from "../boot/backend.ts";
import type { Demo } from "../boot/demo.ts";
import type { Route } from "../boot/route.ts";
import { element, fill } from "../dom/element.ts";
import { titled } from "../dom/titled.ts";
import { connectCard } from "../parts/connect-card.ts";
import { result } from "../parts/result.ts";
import { problemView } from "../words/problem.ts";
import { customerNumbers } from "./customer-numbers.ts";
import { later, loadForms } from "./later.ts";
import { numberPage } from "./number-page.ts";
import { routed } from "./routed.ts";

/** What the page of a member works with. */
export interface MemberDesk {
  readonly client: Backend;
  readonly customers: readonly [string, ...string[]];
  /** Whether the deployment offers Embedded Signup. */
  readonly hasSignup: boolean;
  readonly demo: Demo | null;
}

/** The page of a customer's member: the customers' numbers and no other, and a way to connect more. `left` ends everything it listens to. */
export function memberPage(desk: MemberDesk, left: AbortSignal): HTMLElement {
  const { client, customers } = desk;
  const trouble = element("div", { class: "trouble" });
  const lists = customers.map((customer) => ({ customer, list: customerNumbers(client, customer) }));
  const nav = element("nav", { "aria-label": "Numbers" }, trouble, ...lists.map(({ list }) => list.panel));
  const stops = lists.flatMap(({ customer, list }): Unwatch[] => {
    const onError = (error: Parameters<typeof problemView>[0]): void => fill(trouble, result(problemView(error)));
    const onNumbersError: typeof onError = (error) => {
      list.numbers.panel.hidden = true;
      onError(error);
    };
    return [
      client.watchNumbersOfCustomer(customer, list.showNumbers, onNumbersError),
      client.watchAccountsOfCustomer(customer, list.showAccounts, onError),
    ];
  });
  left.addEventListener("abort", () => {
    for (const stop of stops) stop();
  });
  const mark = (id: string | null): void => {
    for (const { list } of lists) list.numbers.mark(id);
  };
  return routed({ nav, mark, open: (route, leave) => opened(route, desk, leave) }, left);
}

function opened(route: Route, { client, hasSignup, demo }: MemberDesk, left: AbortSignal): HTMLElement {
  const answers = demo?.answers ?? null;
  if (route.page === "number") return numberPage({ client, phoneNumberId: route.id, demo: answers }, left, null);
  // A member adds numbers in Meta's dialog, so the guided flow has a number from its first step on.
  if (route.page === "setup" && route.id !== null) {
    const setup = { client, phoneNumberId: route.id, demo: answers };
    return later(left, async () => {
      const { setupPage } = await loadForms(client);
      return () => [setupPage(setup, left)];
    });
  }
  titled("Your numbers");
  return element(
    "article",
    { class: "home" },
    element("h1", {}, "Your numbers"),
    element("p", { class: "lead" }, "Choose one from the list: what it is waiting for stands beside it."),
    connectCard({ hasSignup, isMember: true }),
  );
}
