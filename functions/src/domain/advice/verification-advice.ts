import type { VerificationFailureStatus } from "../../contract/verification.ts";
import { ADVICE, type Advice } from "./advice.ts";
import { COMMON_ADVICE, IN_PROGRESS } from "./common-advice.ts";
import { PHONE_NUMBERS } from "./meta-pages.ts";
import { step } from "./steps.ts";

/** The failures of a verification that need no proof of access. */
export type PlainVerificationFailure = Exclude<VerificationFailureStatus, "missing_permission">;

const ASK_AGAIN = step(
  "Ask for a new code",
  "Call requestVerificationCode; VOICE reaches numbers that receive no SMS. Only the newest code counts.",
);

const shared: Omit<Readonly<Record<PlainVerificationFailure, Advice>>, "outcome_unknown"> = {
  ...COMMON_ADVICE,
  in_progress: IN_PROGRESS,
  number_on_business_app: ADVICE.number_on_business_app,
  wrong_code: {
    message: "The verification code is not the one that Meta sent.",
    actor: "customer",
    retryable: true,
    resolution: [
      step(
        "Compare the code",
        "It is the six digits of the newest SMS or call to the number itself. It is not the two-step PIN, and it grows old.",
      ),
      ASK_AGAIN,
    ],
  },
  code_refused: {
    message: "Meta did not accept the verification code, and does not say why.",
    actor: "customer",
    retryable: true,
    resolution: [step("Read what Meta names", "graphError may say more: a code that is too old, for one."), ASK_AGAIN],
  },
  code_guess_limited: {
    message: "Too many wrong verification codes: Meta takes none for a while.",
    actor: "customer",
    retryable: true,
    resolution: [step("Wait until retryAt", "Then ask for a new code and use that one."), ASK_AGAIN],
  },
  code_request_failed: {
    message: "Meta did not send a verification code, and does not say why.",
    actor: "customer",
    retryable: true,
    resolution: [
      step(
        "Check that the number can be reached",
        "It must take an SMS or a call from abroad; behind a menu of a telephone system, ask for VOICE and have a person answer.",
      ),
      step(
        "Try the other way, or WhatsApp Manager",
        "Use VOICE instead of SMS, or verify under WhatsApp Manager > Phone numbers, which may say more.",
        PHONE_NUMBERS,
      ),
    ],
  },
  code_request_limited: {
    message: "Meta sends no verification code at present.",
    actor: "meta",
    retryable: true,
    resolution: [
      step("Use the newest code", "If one has arrived, call verifyPhoneNumber with it: that is not limited by this."),
      step(
        "Check that the number is not on the WhatsApp Business app",
        "Meta sends no code to a number that a phone still uses. On that phone: WhatsApp Business > Settings > Account > Delete account.",
        PHONE_NUMBERS,
      ),
      step(
        "Wait",
        "Until retryAt where Meta names a time. Its servers may be busy; or the ten requests that it allows in 72 hours are used up, and that can take three days.",
      ),
    ],
  },
};

/** What to say for each way in which asking for a code fails. */
export const CODE_REQUEST_ADVICE: Readonly<Record<PlainVerificationFailure, Advice>> = {
  ...shared,
  outcome_unknown: {
    message: "A code was asked for, but no answer came back that can be read. The code may be on its way.",
    actor: "operator",
    retryable: false,
    resolution: [
      step("Wait for the code", "If it comes, call verifyPhoneNumber with it."),
      step("Ask again if none comes", "Meta sends ten codes to a number in 72 hours, and names no shorter wait."),
    ],
  },
};

/** What to say for each way in which sending a code back fails. */
export const CODE_GUESS_ADVICE: Readonly<Record<PlainVerificationFailure, Advice>> = {
  ...shared,
  outcome_unknown: {
    message: "The code was sent to Meta, but no answer came back that can be read. It may have been accepted.",
    actor: "operator",
    retryable: false,
    resolution: [
      step("Read the number", "Call refreshPhoneNumber: meta.codeVerificationStatus says VERIFIED if it was."),
      ASK_AGAIN,
    ],
  },
};
