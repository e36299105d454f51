import type { TwoStepPinFailureStatus } from "../../contract/set-two-step-pin.ts";
import { ADVICE, type Advice } from "./advice.ts";
import { COMMON_ADVICE, IN_PROGRESS } from "./common-advice.ts";
import { PHONE_NUMBERS } from "./meta-pages.ts";
import { step } from "./steps.ts";

/** The failures of setting a PIN that need no proof of access. */
export type PlainTwoStepPinFailure = Exclude<TwoStepPinFailureStatus, "missing_permission">;

/** What to say for each way in which setting the two-step PIN fails. */
export const TWO_STEP_PIN_ADVICE: Readonly<Record<PlainTwoStepPinFailure, Advice>> = {
  ...COMMON_ADVICE,
  in_progress: IN_PROGRESS,
  number_on_business_app: ADVICE.number_on_business_app,
  pin_locked: {
    ...ADVICE.pin_locked,
    resolution: [
      step("Wait", "Do not try before the time in retryAt; where it is missing, Meta has named none."),
      step(
        "Or set the PIN in WhatsApp Manager",
        "WhatsApp Manager > the number > Settings > Two-step verification > Change PIN.",
        PHONE_NUMBERS,
      ),
    ],
  },
  verification_required: ADVICE.verification_required,
  not_registered: {
    message: "The number is not registered, so Meta does not let its PIN be set.",
    actor: "operator",
    retryable: false,
    resolution: [
      step(
        "Register the number with the PIN you want",
        "A number without a PIN takes the one it is registered with. If it has one that nobody knows, set a new one in WhatsApp Manager > Phone numbers > the number > Two-step verification.",
        PHONE_NUMBERS,
      ),
    ],
  },
  outcome_unknown: {
    message: "The PIN was sent, but no answer came back that can be read. It may have been set.",
    actor: "operator",
    retryable: true,
    resolution: [step("Set the same PIN once more", "Setting it twice does no harm, and spends no attempt.")],
  },
};
