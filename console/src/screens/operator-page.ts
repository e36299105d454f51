import type { Backend } from "../boot/backend.ts";
import type { Demo } from "../boot/demo.ts";
import type { Route } from "../boot/route.ts";
import { element, fill } from "../dom/element.ts";
import { result } from "../parts/result.ts";
import { problemView } from "../words/problem.ts";
import { accountNumbers } from "./account-numbers.ts";
import { later, loadForms } from "./later.ts";
import { numberList } from "./number-list.tsx";
import { numberPage } from "./number-page.ts";
import { outcomesPage } from "./outcomes.ts";
import { routed } from "./routed.ts";

/** What the page of an operator works with. `hasSignup`: whether the deployment offers Embedded Signup. */
export interface OperatorDesk {
  readonly client: Backend;
  readonly demo: Demo | null;
  readonly hasSignup: boolean;
}

/** The page of an operator: the numbers on one side, the open one on the other. `left` ends everything it listens to. */
export function operatorPage(desk: OperatorDesk, left: AbortSignal): HTMLElement {
  const { client, demo } = desk;
  const list = numberList();
  const more = accountNumbers(client, null);
  const trouble = element("div", { class: "trouble" });
  const nav = element(
    "nav",
    { "aria-label": "Numbers" },
    element("h2", {}, "Numbers"),
    element(
      "p",
      { class: "ways" },
      element("a", { href: "#/" }, "Open another"),
      demo === null ? null : element("a", { href: "#/outcomes" }, "Every outcome"),
    ),
    trouble,
    list.panel,
    more.panel,
  );
  const unwatch = client.watchPhoneNumbers(
    (numbers) => {
      list.show(numbers);
      more.listed(new Set(numbers.map(({ id }) => id)));
    },
    (error) => {
      list.panel.hidden = true;
      fill(trouble, result(problemView(error)));
    },
  );
  left.addEventListener("abort", unwatch);
  return routed({ nav, mark: list.mark, open: (route, leave) => opened(route, desk, leave) }, left);
}

/** Whether the build is for the emulators (bundling.ts). What only the demo shows is in no other. */
declare const DEMO: boolean;

function opened(route: Route, { client, demo, hasSignup }: OperatorDesk, left: AbortSignal): HTMLElement {
  if (DEMO && route.page === "outcomes" && demo !== null) return outcomesPage(demo);
  if (route.page === "setup") {
    const desk = { client, phoneNumberId: route.id, demo: demo?.answers ?? null };
    return later(left, async () => {
      const { setupPage } = await loadForms(client);
      return () => [setupPage(desk, left)];
    });
  }
  if (route.page !== "number")
    return later(left, async () => {
      const { homePage } = await loadForms(client);
      return () => [homePage(client, { hasDemo: demo !== null, hasSignup })];
    });
  const magic = demo?.families.flatMap(({ numbers }) => numbers).find(({ id }) => id === route.id) ?? null;
  return numberPage(
    { client, phoneNumberId: route.id, demo: demo?.answers ?? null },
    left,
    demo === null ? null : { magic, simulator: demo.simulator },
  );
}
