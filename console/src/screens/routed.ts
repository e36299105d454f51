import { routeOf, type Route } from "../boot/route.ts";
import { element, fill } from "../dom/element.ts";

/** What is beside the list of numbers, by the address. */
export interface Routed {
  readonly nav: HTMLElement;
  /** Marks the open number in the list. */
  readonly mark: (id: string | null) => void;
  /** Makes what a route opens. `left` ends what it listens to. */
  readonly open: (route: Route, left: AbortSignal) => HTMLElement;
}

/** A page with the numbers on one side and what the address says on the other, until it is `left`. */
export function routed({ nav, mark, open }: Routed, left: AbortSignal): HTMLElement {
  const main = element("div", { class: "open", tabindex: -1 });
  const page = element("div", { class: "operator-page" }, nav, main);
  let leave = new AbortController();
  const show = (): void => {
    leave.abort();
    leave = new AbortController();
    const route = routeOf(location.hash);
    page.dataset["page"] = route.page;
    mark("id" in route ? route.id : null);
    fill(main, open(route, leave.signal));
  };
  const turn = (): void => {
    show();
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  };
  addEventListener("hashchange", turn, { signal: left });
  left.addEventListener("abort", () => leave.abort());
  show();
  return page;
}
