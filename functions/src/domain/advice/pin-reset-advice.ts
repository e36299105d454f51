import type { Advice } from "./advice.ts";
import { META_STATUS } from "./meta-pages.ts";
import { step } from "./steps.ts";

/** The number is registered, or may be: its PIN is not touched. */
export const NOT_SHOWN_UNREGISTERED: Advice = {
  message:
    "A new PIN is set before registering only where Meta shows that the number is not registered, and it does not show that. Nothing was sent.",
  actor: "operator",
  retryable: false,
  resolution: [
    step(
      "Register without a new PIN, or set one by itself",
      "A number that is registered already takes any PIN, and keeps its own: leave resetPin out. To change the PIN itself, call setTwoStepPin.",
    ),
  ],
};

/** Nothing could be read of the number, so nothing was sent. */
export const NUMBER_NOT_READ: Advice = {
  message:
    "A new PIN is set before registering only where Meta shows that the number is not registered, and the number could not be read. Nothing was sent.",
  actor: "meta",
  retryable: true,
  resolution: [
    step("Ask again", "Nothing was spent. If the number stays unreadable, run diagnoseAccess.", META_STATUS),
  ],
};
