import type { MetaView } from "../../contract/phone-number.ts";
import { ADVICE } from "../advice/advice.ts";
import {
  USE_PIN,
  APP_REVIEW,
  ASSIGN_ASSET,
  AWAIT_NAME,
  CHANGE_NAME,
  CHECK_IDS,
  CHECK_OWNER,
  LOOK_AT_NUMBER,
  REAL_NUMBER,
  VERIFY_NUMBER,
} from "../advice/steps.ts";
import { metaAsksForVerification, refusalStatus } from "../error/graph-refusal.ts";
import { isUnknownNode } from "../error/shapes.ts";
import { isCoexistent, isOnBusinessApp, isRegistered, isUnverified } from "../phone-number.ts";
import { notRead, observedOf } from "./absence.ts";
import type { WabaNumber } from "./access-findings.ts";
import { NOT_FOUND } from "./asset-checks.ts";
import { check } from "./check.ts";
import type { Absence, DiagnosisSubject, Fact } from "./facts.ts";
import { byCustomer, fail, byMeta, byOperator, pass, unknown, warn, type Finding, type Remedy } from "./finding.ts";
import { NODE_KINDS, nodeKind } from "./node-kind.ts";

/** How many numbers of an account a finding names. */
const MOST_NAMED = 5;

export const numberReadable = check({
  id: "number_readable",
  title: "Phone number",
  needs: ["number", "wabaNumbers"],
  decides: true,
  judge: ({ number, wabaNumbers }, about) => {
    if (!number.ok) return unreadableNumber(number.failure, wabaNumbers, about);
    const { displayPhoneNumber, verifiedName } = number.value;
    const who = [displayPhoneNumber, verifiedName].filter((part) => part !== null).join(", ");
    const words = who === "" ? "The number can be read." : `The number can be read: ${who}.`;
    return pass(words, { displayPhoneNumber, verifiedName });
  },
});

function unreadableNumber(failure: Absence, numbers: Fact<readonly WabaNumber[]>, about: DiagnosisSubject): Finding {
  if (failure.kind !== "refused") return notRead("The number", failure);
  const { phoneNumberId: id } = about;
  const known = numbers.ok ? numbers.value : [];
  const named = known
    .slice(0, MOST_NAMED)
    .map(({ id: its, displayPhoneNumber: digits }) => (digits === null ? its : `${digits} has the id ${its}`));
  const observed = {
    phoneNumberId: id,
    ...observedOf(failure),
    ...(named.length === 0 ? {} : { numbersOfAccount: named }),
  };
  const kind = id === about.wabaId ? "account" : nodeKind(failure.error);
  if (kind !== null && kind !== "number") {
    return fail(`${id} is ${NODE_KINDS[kind]}, not a phone number id.`, byOperator(CHECK_IDS), observed);
  }
  const itself = known.find((one) => one.displayPhoneNumber?.replaceAll(/\D/g, "") === id);
  if (itself !== undefined) {
    return fail(`${id} is the phone number itself; its id is ${itself.id}.`, byOperator(CHECK_IDS), observed);
  }
  if (refusalStatus(failure.error) !== "missing_permission") return notRead("The number", failure);
  if (isUnknownNode(failure.error)) {
    const others = named.length === 0 ? "" : ` The account has other numbers: ${named.join("; ")}.`;
    return fail(`Meta does not show a number with the id ${id} to this token.${others}`, NOT_FOUND, observed);
  }
  const remedy = byOperator(ASSIGN_ASSET, CHECK_OWNER, APP_REVIEW);
  return fail(`Meta refuses the number to this token (#${failure.error.code}).`, remedy, observed);
}

export const numberInWaba = check({
  id: "number_in_waba",
  title: "The number's account",
  needs: ["number", "wabaNumbers"],
  decides: false,
  judge: ({ number, wabaNumbers }, { phoneNumberId, wabaId, accountIsKnown }) => {
    if (!wabaNumbers.ok) return notRead("The account's list of numbers", wabaNumbers.failure);
    const observed = { wabaId, numbers: wabaNumbers.value.length };
    if (wabaNumbers.value.some((entry) => entry.id === phoneNumberId)) {
      return pass(`The number belongs to the account ${wabaId}.`, observed);
    }
    const words = `The account ${wabaId} does not have this number.`;
    if (accountIsKnown || !number.ok) return fail(words, byOperator(CHECK_IDS), observed);
    const elsewhere = "It is in another account, so what is said of the account here is not about it.";
    return warn(`${words} ${elsewhere}`, byOperator(CHECK_IDS), observed);
  },
});

/** A check of what the number itself shows. */
const ofNumber =
  (judge: (view: MetaView) => Finding) =>
  ({ number }: { readonly number: Fact<MetaView> }): Finding =>
    number.ok ? judge(number.value) : notRead("The number", number.failure);

/** A word of Meta's that is not known here. */
const unheard = (word: string, remedy: Remedy | null = null): Finding =>
  unknown(`Meta says ${word}, a word that is not known here.`, remedy, { word });

export const numberPlatform = check({
  id: "number_platform",
  title: "Where the number lives",
  needs: ["number"],
  decides: true,
  judge: ofNumber((view) => {
    const observed = { platformType: view.platformType, isOnBusinessApp: view.isOnBusinessApp };
    if (isCoexistent(view)) {
      return pass(
        "The Cloud API and the WhatsApp Business app share it (coexistence): leave it as it is, neither register nor deregister it.",
        observed,
      );
    }
    if (isOnBusinessApp(view))
      return fail(ADVICE.number_on_business_app.message, ADVICE.number_on_business_app, observed);
    if (view.platformType === "CLOUD_API") return pass("The number is on the Cloud API.", observed);
    if (view.platformType === "ON_PREMISE") {
      return warn(
        "The number is on the old On-Premises API: registering it with its PIN moves it to the Cloud API.",
        byOperator(USE_PIN),
        observed,
      );
    }
    if (view.platformType === "NOT_APPLICABLE")
      return pass("The number is on no platform yet, so it can be registered.", observed);
    if (view.platformType === null)
      return unknown("Meta does not say where the number lives.", byCustomer(LOOK_AT_NUMBER), observed);
    return unheard(view.platformType, byCustomer(LOOK_AT_NUMBER));
  }),
});

export const numberMode = check({
  id: "number_mode",
  title: "Real or test number",
  needs: ["accountMode"],
  decides: false,
  judge: ({ accountMode }) => {
    if (!accountMode.ok) return notRead("Whether it is a test number", accountMode.failure);
    const observed = { accountMode: accountMode.value };
    if (accountMode.value === "LIVE") return pass("It is a real number.", observed);
    if (accountMode.value !== "SANDBOX") return unheard(accountMode.value);
    return warn("It is a test number: it writes only to recipients on its list.", byOperator(REAL_NUMBER), observed);
  },
});

export const numberVerified = check({
  id: "number_verified",
  title: "Ownership",
  needs: ["number", "lastRegistration"],
  decides: true,
  judge: ({ number, lastRegistration }) => {
    if (!number.ok) return notRead("The number", number.failure);
    const view = number.value;
    const word = view.codeVerificationStatus;
    const observed = { codeVerificationStatus: word };
    if (lastRegistration.ok && metaAsksForVerification(lastRegistration.value) && !isRegistered(view)) {
      const { code } = lastRegistration.value.graphError;
      const words = `Meta shows ${word ?? "no proof of ownership"}, and refused the last registration until ownership is verified anew (#${code}).`;
      return fail(words, ADVICE.verification_required, observed);
    }
    if (word === "VERIFIED") return pass("The business has proved that the number is its own.", observed);
    if (isRegistered(view))
      return pass(
        `The number is registered; that Meta shows ${word ?? "no proof of ownership"} does not matter.`,
        observed,
      );
    if (isUnverified(view)) return fail(ADVICE.verification_required.message, ADVICE.verification_required, observed);
    if (word === "EXPIRED") {
      return warn(
        "The proof of ownership is old. If registering is refused with #133006, verify again.",
        byCustomer(VERIFY_NUMBER),
        observed,
      );
    }
    if (word === null)
      return unknown("Meta does not say whether ownership is proved.", byCustomer(VERIFY_NUMBER), observed);
    return unheard(word);
  },
});

const GOOD_NAMES: ReadonlySet<string> = new Set(["APPROVED", "AVAILABLE_WITHOUT_REVIEW"]);

export const displayName = check({
  id: "display_name",
  title: "Display name",
  needs: ["number"],
  decides: false,
  judge: ofNumber((view) => {
    const { nameStatus: word, verifiedName } = view;
    const observed = { nameStatus: word, verifiedName };
    if (word === null) return unknown("Meta does not say how the display name stands.", null, observed);
    if (GOOD_NAMES.has(word)) return pass(`${verifiedName ?? "The display name"} may be used.`, observed);
    if (word === "PENDING_REVIEW") return warn("Meta is reviewing the display name.", byMeta(AWAIT_NAME), observed);
    if (word === "DECLINED" || word === "EXPIRED") {
      const words =
        word === "DECLINED"
          ? "Meta has declined the display name: messages are refused (#131037)."
          : "Meta has let the display name's approval expire: messages are refused (#131037).";
      return fail(words, byCustomer(CHANGE_NAME), observed);
    }
    if (word.startsWith("NON")) return warn("The number has no display name.", byCustomer(CHANGE_NAME), observed);
    return unheard(word);
  }),
});
