import { ADVICE } from "../advice/advice.ts";
import { CHECK_ACCOUNT, CHOOSE_PIN, IMPROVE_QUALITY, KEEP_OR_CHOOSE_PIN, USE_PIN } from "../advice/steps.ts";
import { metaAsksForVerification } from "../error/graph-refusal.ts";
import { isKnownStatus, numberStatus } from "../number-status.ts";
import { isConnected, isOnBusinessAppAlone, isRegisteredElsewhere } from "../phone-number.ts";
import { notRead } from "./absence.ts";
import { check } from "./check.ts";
import type { Fact } from "./facts.ts";
import { byCustomer, fail, byOperator, pass, suspendedFinding, unknown, warn, type Remedy } from "./finding.ts";

export const twoStepPin = check({
  id: "two_step_pin",
  title: "Two-step PIN",
  needs: ["pinEnabled"],
  decides: false,
  judge: ({ pinEnabled }) => {
    if (!pinEnabled.ok) return notRead("Whether the number has a PIN", pinEnabled.failure);
    const observed = { isPinEnabled: pinEnabled.value };
    return pinEnabled.value
      ? pass("The number has a PIN: registering needs that very one.", observed)
      : pass("The number has no PIN: the one it is registered with becomes its PIN.", observed);
  },
});

export const registration = check({
  id: "registration",
  title: "Registration",
  needs: ["number", "pinEnabled", "lastRegistration"],
  decides: true,
  judge: ({ number, pinEnabled, lastRegistration }) => {
    if (!number.ok) return notRead("The number", number.failure);
    const view = number.value;
    const mustVerify = lastRegistration.ok && metaAsksForVerification(lastRegistration.value);
    const next = mustVerify ? ADVICE.verification_required : registerIt(pinEnabled);
    const observed = { status: view.status, platformType: view.platformType, lastOnboardedAt: view.lastOnboardedAt };
    if (isConnected(view)) return pass("The number is registered and connected.", observed);
    if (isOnBusinessAppAlone(view))
      return warn("The number is not registered with the Cloud API.", ADVICE.number_on_business_app, observed);
    if (isRegisteredElsewhere(view)) return warn("The number is not registered with the Cloud API.", next, observed);
    const { status } = view;
    if (status === null) return unknown("Meta does not say whether the number is connected.", next, observed);
    const { registered, suspended, reason } = numberStatus(status);
    if (suspended) return fail(suspendedFinding(status), byCustomer(CHECK_ACCOUNT), observed);
    if (registered === "no") return warn(`The number is not registered (Meta says ${status}).`, next, observed);
    if (registered === "yes") {
      const finding = `The number is registered, and Meta calls it ${status}.`;
      return reason === null ? pass(finding, observed) : warn(finding, byCustomer(IMPROVE_QUALITY), observed);
    }
    if (!isKnownStatus(status))
      return unknown(`Meta calls the number ${status}, a word that is not known here.`, null, observed);
    const words = `Meta calls the number ${status}, which does not say whether it is registered.`;
    return unknown(words, next, observed);
  },
});

function registerIt(pinEnabled: Fact<boolean>): Remedy {
  if (!pinEnabled.ok) return byOperator(KEEP_OR_CHOOSE_PIN);
  return byOperator(pinEnabled.value ? USE_PIN : CHOOSE_PIN);
}
