import { accessAdvice } from "../advice/access-advice.ts";
import {
  APP_REVIEW,
  ASSIGN_ASSET,
  CHECK_ACCOUNT,
  CHECK_IDS,
  CHECK_OWNER,
  NEW_TOKEN,
  STORE_TOKEN,
} from "../advice/steps.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import { isUnknownNode } from "../error/shapes.ts";
import { notRead, observedOf } from "./absence.ts";
import { userMayManage, wabaIsTarget } from "./access-findings.ts";
import { check } from "./check.ts";
import type { Absence } from "./facts.ts";
import { byCustomer, fail, byMeta, byOperator, pass, unknown, warn, type Finding } from "./finding.ts";
import { NODE_KINDS, nodeKind, type NodeKind } from "./node-kind.ts";

const NOT_ASSIGNED = accessAdvice({ cause: "asset_not_assigned", appHasIt: false });
export const NOT_FOUND = accessAdvice({ cause: "wrong_id_or_no_access", appHasIt: false });

export const assetScope = check({
  id: "asset_scope",
  title: "The token's accounts",
  needs: ["token", "number", "waba"],
  decides: false,
  judge: ({ token, number, waba }, { wabaId, accountIsKnown }) => {
    if (!token.ok) return notRead("The token", token.failure);
    const granular = token.value.granularScopes?.find((entry) => entry.scope === "whatsapp_business_management");
    const targets = granular?.targetIds ?? null;
    const observed = { wabaId, targets: targets === null ? null : [...targets] };
    const included = wabaIsTarget(token.value, wabaId);
    if (included === null) return unknown("Meta does not say which accounts the token is for.", null, observed);
    if (included) {
      const which =
        targets === null ? "every account that its user may use" : `${targets.length} account(s), ${wabaId} among them`;
      return pass(`The token is for ${which}.`, observed);
    }
    if (waba.ok)
      return pass(`Meta's list leaves the account ${wabaId} out, and is wrong: the token can read it.`, observed);
    const words = `The token is for other accounts than ${wabaId}`;
    const mistaken = mistakenFor(waba.failure);
    if (mistaken !== null)
      return unknown(`${words}, which is ${NODE_KINDS[mistaken]}.`, byOperator(CHECK_IDS), observed);
    if (number.ok) {
      const judge = accountIsKnown ? fail : warn;
      return judge(
        `${words}, and it can read the number: the number is in one of those.`,
        byOperator(CHECK_IDS),
        observed,
      );
    }
    return fail(`${words}.`, NOT_ASSIGNED, observed);
  },
});

export const wabaReadable = check({
  id: "waba_readable",
  title: "WhatsApp Business Account",
  needs: ["waba"],
  decides: false,
  judge: ({ waba }, { wabaId }) => {
    if (!waba.ok) return unreadableWaba(waba.failure, wabaId);
    const { name, reviewStatus, businessVerificationStatus, ownershipType } = waba.value;
    const observed = { wabaId, name, reviewStatus, businessVerificationStatus, ownershipType };
    const named = `The account ${name ?? wabaId}`;
    if (reviewStatus === "REJECTED" || reviewStatus === "RESTRICTED") {
      return fail(`${named} can be read, and Meta calls it ${reviewStatus}.`, byCustomer(CHECK_ACCOUNT), observed);
    }
    if (reviewStatus === "PENDING") {
      return warn(`${named} can be read. Meta is still reviewing it.`, byMeta(CHECK_ACCOUNT), observed);
    }
    const foreign = ownershipType !== null && !ownershipType.startsWith("SELF");
    const whose = foreign
      ? ` It belongs to another business (${ownershipType}), for which the app needs Advanced access; no call can read whether it has that.`
      : "";
    return pass(`${named} can be read.${whose}`, observed);
  },
});

/** What else the id given for the account is known to name. */
function mistakenFor(failure: Absence): NodeKind | null {
  const kind = failure.kind === "refused" ? nodeKind(failure.error) : null;
  return kind === "account" ? null : kind;
}

function unreadableWaba(failure: Absence, wabaId: string): Finding {
  if (failure.kind !== "refused") return notRead("The account", failure);
  const observed = { wabaId, ...observedOf(failure) };
  const kind = mistakenFor(failure);
  if (kind !== null) {
    return fail(
      `${wabaId} is ${NODE_KINDS[kind]}, not of a WhatsApp Business Account.`,
      byOperator(CHECK_IDS),
      observed,
    );
  }
  if (refusalStatus(failure.error) !== "missing_permission") return notRead("The account", failure);
  if (isUnknownNode(failure.error))
    return fail(`Meta does not show the account ${wabaId} to this token.`, NOT_FOUND, observed);
  const remedy = byOperator(ASSIGN_ASSET, CHECK_OWNER, APP_REVIEW, NEW_TOKEN, STORE_TOKEN);
  return fail(`Meta refuses the account to this token (#${failure.error.code}).`, remedy, observed);
}

export const systemUserAssigned = check({
  id: "system_user_assigned",
  title: "The system user's rights",
  needs: ["token", "assigned"],
  decides: false,
  judge: ({ token, assigned }, { wabaId }) => {
    if (!assigned.ok) return notRead("The account's users", assigned.failure);
    if (!token.ok) return notRead("The token's user", token.failure);
    const { userId } = token.value;
    const user = assigned.value.find((entry) => entry.id === userId);
    const tasks = user?.tasks ?? null;
    const observed = { userId, tasks: tasks === null ? null : [...tasks] };
    const may = userMayManage(assigned.value, token.value);
    if (may === true) return pass("The token's user is assigned to the account and may manage it.", observed);
    if (may === false) {
      const given = tasks?.join(", ") ?? "";
      const words =
        given === ""
          ? `The token's user may only look at the account ${wabaId}.`
          : `The token's user may only ${given} in account ${wabaId}.`;
      return fail(words, byOperator(ASSIGN_ASSET), observed);
    }
    if (user !== undefined)
      return unknown("Meta does not say what the token's user may do in the account.", null, observed);
    const words =
      "The token's user is not among those assigned to the account. That is in order for an administrator; anyone else must be assigned.";
    return warn(words, byOperator(ASSIGN_ASSET), observed);
  },
});
