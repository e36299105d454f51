import type { GraphError } from "../../contract/failure.ts";
import { ADVICE } from "../advice/advice.ts";
import { MATCH_APP, MATCH_APP_SECRET, NEW_TOKEN, STORE_TOKEN, SYSTEM_USER_TOKEN } from "../advice/steps.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import { inWords, notRead, observedOf } from "./absence.ts";
import type { TokenFacts } from "./access-findings.ts";
import { isAboutAppSecret } from "./app-secret.ts";
import { check } from "./check.ts";
import type { Absence, Fact } from "./facts.ts";
import { fail, byOperator, pass, unknown, warn } from "./finding.ts";

const DAY_MS = 86_400_000;
/** How long before its end a token's end is worth saying. */
const NOTICE_MS = 14 * DAY_MS;

const RENEW = byOperator(NEW_TOKEN, STORE_TOKEN);

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const refusalOf = (failure: Absence): GraphError | null => (failure.kind === "refused" ? failure.error : null);

const saysInvalid = (error: GraphError | null): boolean => error !== null && refusalStatus(error) === "invalid_token";

const saysBlocked = (error: GraphError | null): boolean => error !== null && refusalStatus(error) === "app_blocked";

export const tokenValid = check({
  id: "token_valid",
  title: "Token",
  needs: ["token", "reach", "number", "waba"],
  decides: true,
  judge: ({ token, reach, number, waba }) => {
    const remedy = ADVICE.invalid_token;
    if (token.ok && !token.value.isValid) {
      const why = token.value.error ?? "Meta gives no reason.";
      return fail(`Meta no longer accepts the token: ${why}`, remedy, { isValid: false });
    }
    const refusal = reach.ok ? reach.value.refusal : refusalOf(reach.failure);
    if (refusal !== null && saysInvalid(refusal)) {
      return fail(`Meta does not accept the token (${inWords(refusal)}).`, remedy, {
        isValid: token.ok ? token.value.isValid : null,
        code: refusal.code,
        subcode: refusal.subcode,
      });
    }
    // Using a token counts for more than what is said of it (seen in logs).
    const unusable = number.ok ? null : refusalOf(number.failure);
    if (unusable !== null && saysInvalid(unusable)) {
      const words = token.ok ? "Meta calls the token valid, and refuses it" : "Meta refuses the token";
      return fail(`${words} when the number is read with it (${inWords(unusable)}).`, remedy, {
        isValid: token.ok ? token.value.isValid : null,
        code: unusable.code,
        subcode: unusable.subcode,
      });
    }
    if (token.ok) return pass("Meta accepts the token.", { isValid: true });
    if (number.ok || waba.ok)
      return pass(`Meta accepts the token: ${readWithIt(number.ok, waba.ok)} with it.`, observedOf(token.failure));
    if (saysInvalid(refusalOf(token.failure))) {
      return fail(
        "Meta refuses to inspect the token, because it does not accept it.",
        remedy,
        observedOf(token.failure),
      );
    }
    return notRead("The token", token.failure);
  },
});

function readWithIt(number: boolean, waba: boolean): string {
  if (number && waba) return "the number and the account could be read";
  return number ? "the number could be read" : "the account could be read";
}

export const tokenKind = check({
  id: "token_kind",
  title: "Kind of token",
  needs: ["token"],
  decides: false,
  judge: ({ token }, { now }) => {
    if (!token.ok) return notRead("The token", token.failure);
    const { type, userId, expiresAt } = token.value;
    const observed = { type, userId };
    const remedy = byOperator(SYSTEM_USER_TOKEN, STORE_TOKEN);
    if (type === "USER" && expiresAt !== null && expiresAt - now < DAY_MS) {
      return fail("It is a person's token, of the kind that lasts for hours.", remedy, observed);
    }
    if (type === "SYSTEM_USER") return pass("It is a System User's token, made for services.", observed);
    if (type === "USER") {
      if (expiresAt === null)
        return pass("It is a token that never expires, as the business tokens of Embedded Signup are.", observed);
      const words = `It is a person's token: it ends on ${day(expiresAt)}, or sooner with that person's access.`;
      return warn(words, remedy, observed);
    }
    if (type === null) return unknown("Meta does not say what kind of token it is.", null, observed);
    return warn(`It is a token of the kind ${type}, not a System User's.`, remedy, observed);
  },
});

export const tokenExpiry = check({
  id: "token_expiry",
  title: "Expiry of the token",
  needs: ["token"],
  decides: false,
  judge: ({ token }, { now }) => {
    if (!token.ok) return notRead("The token", token.failure);
    const { expiresAt, dataAccessExpiresAt } = token.value;
    const observed = { expiresAt: iso(expiresAt), dataAccessExpiresAt: iso(dataAccessExpiresAt) };
    if (expiresAt !== null && expiresAt <= now) return fail(`The token ended on ${day(expiresAt)}.`, RENEW, observed);
    if (expiresAt !== null && expiresAt - now < NOTICE_MS) {
      const days = Math.floor((expiresAt - now) / DAY_MS);
      if (days === 0) return fail(`The token ends within a day, at ${observed.expiresAt}.`, RENEW, observed);
      const words =
        days === 1
          ? `The token ends in 1 day, on ${day(expiresAt)}.`
          : `The token ends in ${days} days, on ${day(expiresAt)}.`;
      return warn(words, RENEW, observed);
    }
    if (dataAccessExpiresAt !== null && dataAccessExpiresAt - now < NOTICE_MS) {
      const words =
        dataAccessExpiresAt <= now
          ? `The token's access to data ended on ${day(dataAccessExpiresAt)}.`
          : `The token's access to data ends on ${day(dataAccessExpiresAt)}.`;
      return warn(words, RENEW, observed);
    }
    return pass(expiresAt === null ? "The token does not expire." : `The token ends on ${day(expiresAt)}.`, observed);
  },
});

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export const tokenApp = check({
  id: "token_app",
  title: "The token's app",
  needs: ["token", "reach"],
  decides: false,
  judge: ({ token, reach }, { expectedAppId, provesAppSecret }) => {
    if (secretRefused(token) || (reach.ok && reach.value.refusal !== null && isAboutAppSecret(reach.value.refusal))) {
      const what = provesAppSecret
        ? "META_APP_SECRET belongs to another app than the token"
        : "META_APP_SECRET is missing";
      return fail(`${what}: Meta refuses every call for it.`, byOperator(MATCH_APP_SECRET), { expectedAppId });
    }
    const blocked = [reach.ok ? reach.value.refusal : null, token.ok ? null : refusalOf(token.failure)].find(
      saysBlocked,
    );
    if (blocked != null)
      return fail(`Meta has blocked the app (${inWords(blocked)}).`, ADVICE.app_blocked, { expectedAppId });
    if (!token.ok) return notRead("The token", token.failure);
    const { appId, application } = token.value;
    const observed = { appId, application, expectedAppId };
    const named = namedById(application, appId);
    if (expectedAppId !== null && appId !== null) {
      return appId === expectedAppId
        ? pass(`The token belongs to the app ${named}, as expected.`, observed)
        : fail(
            `The token belongs to the app ${named}, not to ${expectedAppId}.`,
            byOperator(MATCH_APP, STORE_TOKEN),
            observed,
          );
    }
    if (token.value.isValid && provesAppSecret) {
      const words =
        named === null
          ? "META_APP_SECRET belongs to the token's app: Meta accepts its proof."
          : `The token belongs to the app ${named}, and so does META_APP_SECRET: Meta accepts its proof.`;
      return pass(words, observed);
    }
    const words =
      named === null
        ? "Meta does not say which app the token belongs to."
        : `The token belongs to the app ${named}. Whether that is the right one is not known: META_APP_ID is not set.`;
    return unknown(words, null, observed);
  },
});

/** How an app is named: by its name and its id, as far as Meta gives them. */
const namedById = (name: string | null, id: string | null): string | null =>
  name === null || id === null ? (name ?? id) : `${name} (${id})`;

const secretRefused = (token: Fact<TokenFacts>): boolean =>
  !token.ok && token.failure.kind === "refused" && isAboutAppSecret(token.failure.error);
