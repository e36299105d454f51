import type { Advice } from "./advice.ts";
import { META_STATUS } from "./meta-pages.ts";
import { step } from "./steps.ts";
import { TWO_STEP_PIN_ADVICE } from "./two-step-pin-advice.ts";

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

/** Meta may have set the PIN, and did not say so. */
export const PIN_MAYBE_SET: Advice = {
  message:
    "The new PIN was sent, but Meta did not say that it was set; it may have been. The registration was not sent, and no attempt is spent.",
  actor: "meta",
  retryable: true,
  resolution: [step("Ask for the same once more, with the same PIN", "Setting the same PIN twice does no harm.")],
};

/** Nothing was sent at all. */
export const PIN_NOT_SENT: Advice = {
  message: "Meta could not be reached, so neither the new PIN nor the registration was sent. No attempt is spent.",
  actor: "meta",
  retryable: true,
  resolution: [step("Ask again later", "See Meta's status page if it stays so.", META_STATUS)],
};

/** Meta does not let the PIN of a number be set that is not registered. */
export const PIN_NEEDS_REGISTRATION: Advice = TWO_STEP_PIN_ADVICE.not_registered;

/** What a registration that failed says besides, once the PIN is changed. */
export const PIN_IS_SET = "The number's PIN is now the new one all the same: keep it.";
