import { ADVICE } from "../advice/advice.ts";
import { healthCode } from "../advice/health-codes.ts";
import {
  ADD_PAYMENT,
  APPROVE_PROVIDED_NAME,
  AWAIT_PROVIDED_NAME,
  CHECK_ACCOUNT,
  IMPROVE_QUALITY,
  KEEP_OR_CHOOSE_PIN,
  LOOK_AT_PAYMENT,
  REGISTER_APPROVED_NAME,
  SET_VERSION,
  VERIFY_BUSINESS,
} from "../advice/steps.ts";
import { isTestNumber } from "../message-template.ts";
import { numberStatus } from "../number-status.ts";
import {
  isConnected,
  isRegisteredElsewhere,
  isNameInReview,
  isOnBusinessAppAlone,
  isProvidedByMeta,
} from "../phone-number.ts";
import { notRead } from "./absence.ts";
import type { WabaNumber } from "./access-findings.ts";
import { check, type Check } from "./check.ts";
import { entityHealth, entityOf } from "./entity-health.ts";
import type { DiagnosisSubject, Fact, MessagingHealth } from "./facts.ts";
import {
  byCustomer,
  fail,
  byMeta,
  byOperator,
  pass,
  suspendedFinding,
  unknown,
  warn,
  type Finding,
} from "./finding.ts";

const NO_PAYMENT = 141_006;
const NOT_VERIFIED = 141_010;

/** Whether Meta names a code for an entity. */
const names = (health: Fact<MessagingHealth>, type: string, code: number): boolean =>
  entityOf(health, type)?.codes.includes(code) === true;

/** What is read of an account says nothing of a number that may belong to another one. */
function ofOtherAccount(numbers: Fact<readonly WabaNumber[]>, about: DiagnosisSubject): Finding | null {
  const { phoneNumberId, wabaId, accountIsKnown } = about;
  if (accountIsKnown || (numbers.ok && numbers.value.some(({ id }) => id === phoneNumberId))) return null;
  return unknown(`Which account the number belongs to is not known: ${wabaId} is a guess.`, null);
}

const numberConnected = check({
  id: "number_connected",
  title: "Connected for sending",
  needs: ["number"],
  decides: false,
  judge: ({ number }) => {
    if (!number.ok) return notRead("The number", number.failure);
    const view = number.value;
    const { status, platformType } = view;
    const observed = { status, platformType };
    if (isConnected(view)) return pass("The number is registered and connected.", observed);
    if (isOnBusinessAppAlone(view))
      return fail("The number is on the WhatsApp Business app alone.", ADVICE.number_on_business_app, observed);
    if (isRegisteredElsewhere(view))
      return fail("The number is not registered with the Cloud API.", byOperator(KEEP_OR_CHOOSE_PIN), observed);
    const { registered, suspended } = numberStatus(status);
    if (suspended) return fail(suspendedFinding(status), byCustomer(CHECK_ACCOUNT), observed);
    if (registered === "no")
      return fail(
        `The number is not registered (Meta says ${status ?? ""}).`,
        byOperator(KEEP_OR_CHOOSE_PIN),
        observed,
      );
    if (registered === "yes")
      return warn(
        `The number is registered, and Meta calls it ${status ?? ""}.`,
        byCustomer(IMPROVE_QUALITY),
        observed,
      );
    return unknown("What Meta says of the number does not tell whether it is registered.", null, observed);
  },
});

const accountReview = check({
  id: "account_review",
  title: "Review of the account",
  needs: ["waba", "wabaNumbers"],
  decides: false,
  judge: ({ waba, wabaNumbers }, about) => {
    const other = ofOtherAccount(wabaNumbers, about);
    if (other !== null) return other;
    if (!waba.ok) return notRead("The account", waba.failure);
    const { reviewStatus } = waba.value;
    const observed = { reviewStatus };
    if (reviewStatus === "APPROVED") return pass("Meta has approved the account.", observed);
    if (reviewStatus === null) return unknown("Meta does not say how the account stands.", null, observed);
    if (reviewStatus === "PENDING") return warn("Meta is reviewing the account.", byMeta(CHECK_ACCOUNT), observed);
    return fail(`Meta calls the account ${reviewStatus}.`, byCustomer(CHECK_ACCOUNT), observed);
  },
});

/** Without a payment method Meta takes messages since 2026-10-01 and does not deliver them. */
const payment = check({
  id: "payment",
  title: "Payment method",
  needs: ["payment", "health", "wabaNumbers"],
  decides: false,
  judge: ({ payment: method, health, wabaNumbers }, about) => {
    if (names(health, "WABA", NO_PAYMENT)) {
      const words = healthCode(NO_PAYMENT)?.meaning ?? "";
      return fail(`Meta says that ${words} (${NO_PAYMENT}).`, byCustomer(ADD_PAYMENT), { code: NO_PAYMENT });
    }
    const other = ofOtherAccount(wabaNumbers, about);
    if (other !== null) return other;
    if (method.ok) {
      const observed = { isSet: method.value };
      return method.value
        ? pass("A payment method is set.", observed)
        : fail("No payment method is set.", byCustomer(ADD_PAYMENT), observed);
    }
    const unread = notRead("The payment method", method.failure);
    return unread.actor === null ? { ...unread, ...byOperator(LOOK_AT_PAYMENT) } : unread;
  },
});

const providedName = check({
  id: "provided_name",
  title: "Display name of a Meta-provided number",
  needs: ["number", "accountMode"],
  decides: false,
  judge: ({ number, accountMode }) => {
    if (!number.ok) return notRead("The number", number.failure);
    const { displayPhoneNumber, nameStatus, newNameStatus } = number.value;
    const observed = { displayPhoneNumber, nameStatus, newNameStatus };
    const isProvided = isProvidedByMeta(number.value);
    if (isProvided === null) return unknown("Meta does not show the number itself.", null, observed);
    if (!isProvided) return pass("It is not one of the +1 555 numbers that Meta provides.", observed);
    if (nameStatus === "APPROVED") return pass("Meta provided the number, and its name is approved.", observed);
    if (!accountMode.ok) return notRead("Whether it is a test number", accountMode.failure);
    if (isTestNumber(accountMode.value)) return pass("A test number needs no approved name.", observed);
    if (newNameStatus === "APPROVED") {
      const taken = "it takes effect, and the number sends, once the number is registered again (#131037)";
      return fail(
        `Meta provided the number, and has approved its new name: ${taken}.`,
        byOperator(REGISTER_APPROVED_NAME),
        observed,
      );
    }
    if (nameStatus === null) return unknown("Meta does not say how the display name stands.", null, observed);
    const words = `Meta provided the number, and its name is ${nameStatus}: it sends nothing before that is APPROVED (#131037).`;
    const remedy = isNameInReview(number.value) ? byMeta(AWAIT_PROVIDED_NAME) : byCustomer(APPROVE_PROVIDED_NAME);
    return fail(words, remedy, observed);
  },
});

const businessVerification = check({
  id: "business_verification",
  title: "Verification of the business",
  needs: ["waba", "health", "wabaNumbers"],
  decides: false,
  judge: ({ waba, health, wabaNumbers }, about) => {
    const small = "it may write to few people only";
    if (names(health, "BUSINESS", NOT_VERIFIED)) {
      const observed = { code: NOT_VERIFIED };
      return warn(`The business is not verified (${NOT_VERIFIED}): ${small}.`, byCustomer(VERIFY_BUSINESS), observed);
    }
    const other = ofOtherAccount(wabaNumbers, about);
    if (other !== null) return other;
    if (!waba.ok) return notRead("The account", waba.failure);
    const { businessVerificationStatus: word } = waba.value;
    const observed = { businessVerificationStatus: word };
    if (word === null) return unknown("Meta does not say whether the business is verified.", null, observed);
    // Guides print the word in small letters, the reference in capitals.
    if (word.toLowerCase() === "verified") return pass("The business is verified.", observed);
    return warn(`The business is not verified (Meta says ${word}): ${small}.`, byCustomer(VERIFY_BUSINESS), observed);
  },
});

/** How many people a portfolio may write to in 24 hours (Meta, Messaging limits). */
const TIERS: Readonly<Record<string, string>> = {
  TIER_250: "250 people",
  TIER_2K: "2,000 people",
  TIER_10K: "10,000 people",
  TIER_100K: "100,000 people",
  TIER_UNLIMITED: "any number of people",
};

/** The version from which on Meta shows the limit. */
const SINCE_VERSION = 24;

const messagingLimit = check({
  id: "messaging_limit",
  title: "Messaging limit",
  needs: ["messagingLimit"],
  decides: false,
  judge: ({ messagingLimit: limit }, { graphVersion }) => {
    if (!limit.ok) {
      if (limit.failure.kind !== "refused" || Number(graphVersion.slice(1)) >= SINCE_VERSION)
        return notRead("The messaging limit", limit.failure);
      return unknown(
        `Meta shows the limit from v${SINCE_VERSION}.0 on, and ${graphVersion} is set.`,
        byOperator(SET_VERSION),
      );
    }
    const word = limit.value;
    const people = Object.hasOwn(TIERS, word) ? TIERS[word] : undefined;
    if (people === undefined)
      return unknown(`Meta says ${word}, a word that is not known here.`, null, { limit: word });
    return pass(`The whole portfolio may write to ${people} in 24 hours, besides those who wrote first.`, {
      limit: word,
    });
  },
});

/** The checks that concern sending alone, in the order in which a person would put things right. */
export const SENDING_CHECKS: readonly Check[] = [
  entityHealth("business_health", "Health: the business", "BUSINESS"),
  numberConnected,
  accountReview,
  payment,
  entityHealth("account_health", "Health: the account", "WABA"),
  entityHealth("number_health", "Health: the number", "PHONE_NUMBER"),
  entityHealth("app_health", "Health: the app", "APP"),
  providedName,
  businessVerification,
  messagingLimit,
];
