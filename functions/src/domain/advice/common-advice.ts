import { ADVICE, type Advice } from "./advice.ts";
import { META_STATUS } from "./meta-pages.ts";
import { CHECK_ACCOUNT, CHECK_IDS, step } from "./steps.ts";

/** A call that the number's lease keeps out. */
export const IN_PROGRESS: Advice = {
  message: "Another call about this number is under way.",
  actor: "operator",
  retryable: true,
  resolution: [step("Wait for it", "One call at a time changes a number; none takes longer than two minutes.")],
};

/** What to say for the statuses that any call to Meta, a reading too, can end in. */
export const COMMON_ADVICE = {
  app_blocked: ADVICE.app_blocked,
  invalid_token: ADVICE.invalid_token,
  throttled: ADVICE.throttled,
  unknown_error: ADVICE.unknown_error,
  account_locked: {
    message: "Meta has locked or restricted the account.",
    actor: "customer",
    retryable: false,
    resolution: [CHECK_ACCOUNT],
  },
  invalid_parameter: {
    message: "Meta refuses a value of the request.",
    actor: "operator",
    retryable: false,
    resolution: [
      step("Read what Meta names", "graphError.message and graphError.details say which value, where Meta tells it."),
      CHECK_IDS,
    ],
  },
  meta_unavailable: {
    message: "Meta could not be reached or had a fault of its own.",
    actor: "meta",
    retryable: true,
    resolution: [step("Look at Meta's status page", "Then try again later.", META_STATUS)],
  },
} as const satisfies Readonly<Record<string, Advice>>;
