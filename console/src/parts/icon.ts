import { svg } from "../dom/svg.ts";
import type { ActionName } from "../words/lifecycle.ts";
import type { Tone } from "../words/tone.ts";

/** What can be drawn: a tone, an action, and a few signs. */
export type IconName = ActionName | Tone | "back" | "offline" | "outside" | "person" | "search";

/** Lines on a field of 24 by 24. */
export const LINES: Readonly<Record<IconName, string>> = {
  good: "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18M8 12.2l2.8 2.8L16 9.4",
  busy: "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18M12 7v5.2l3.4 2",
  warn: "M12 4L2.9 19.6h18.2ZM12 10v4.2M12 17v.1",
  bad: "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18M9 9l6 6M15 9l-6 6",
  plain: "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18M12 11v5.5M12 7.6v.1",
  register: "M7 3h10v18H7ZM11 18h2M10 10.5l1.6 1.6L14.4 9",
  diagnose: "M3 12.5h4l2.4-6 4 12 2.6-6h5",
  verify: "M12 3l8 3v5.6c0 4.6-3.2 7.6-8 9.4c-4.8-1.8-8-4.8-8-9.4V6ZM8.6 12l2.5 2.5L15.6 10",
  pin: "M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.6v2",
  message: "M4 5h16v11H11l-4.5 4v-4H4ZM8 9.2h8M8 12h5",
  deregister: "M12 3.5v8M7.2 6.4a7.5 7.5 0 1 0 9.6 0",
  back: "M19 12H5M11 6l-6 6l6 6",
  offline: "M3 3l18 18M5 12.6a10 10 0 0 1 4-2.3M19 12.6a10 10 0 0 0-5.2-2.6M8.4 16a5 5 0 0 1 7.2 0M12 19.4v.1",
  outside: "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9",
  person: "M12 4a4 4 0 1 1 0 8a4 4 0 0 1 0-8M4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13M15.4 15.4L20.5 20.5",
};

/** A sign beside words that say the same, so that screen readers pass over it. */
export const icon = (name: IconName): SVGElement =>
  svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: LINES[name] }));
