import type { CheckId, Observed } from "../../contract/diagnose-access.ts";
import { accessAdvice } from "../advice/access-advice.ts";
import { notRead } from "./absence.ts";
import { ASSET_PERMISSION, REQUIRED_PERMISSIONS, type PermissionGrant } from "./access-findings.ts";
import { check, type Check } from "./check.ts";
import type { DiagnosisFacts, Fact } from "./facts.ts";
import { fail, pass, unknown, warn } from "./finding.ts";
import { isUnfitToAsk } from "./unfit-to-ask.ts";

/** Guides name it; none of Meta's lists does (Meta, WhatsApp permissions; Permissions reference). */
export const NOT_A_PERMISSION = "whatsapp_business_phone_number_management";

const USES: Readonly<Record<(typeof REQUIRED_PERMISSIONS)[number], string>> = {
  whatsapp_business_management: "reading and registering numbers",
  whatsapp_business_messaging: "registering numbers and sending messages",
};

/** What `/me/permissions` says of one permission: the second opinion. `undefined`: it was not read, or does not list it. */
const secondOpinion = (grants: Fact<readonly PermissionGrant[]>, permission: string): string | undefined =>
  grants.ok ? grants.value.find((grant) => grant.permission === permission)?.status : undefined;

/** Whether something was read that cannot be read without the permission: that counts for more than any list (seen in logs). */
const isInUse = ({ number, waba }: Pick<DiagnosisFacts, "number" | "waba">, permission: string): boolean =>
  permission === ASSET_PERMISSION && (number.ok || waba.ok);

/** Whether Meta will never say what the token may do, however often it is asked with it. */
const isHidden = ({ token }: Pick<DiagnosisFacts, "token">): boolean =>
  !token.ok && token.failure.kind === "refused" && isUnfitToAsk(token.failure.error);

type Need = "token" | "grants" | "number" | "waba";

function required(id: CheckId, permission: (typeof REQUIRED_PERMISSIONS)[number]): Check<Need> {
  return check({
    id,
    title: `Permission ${permission}`,
    needs: ["token", "grants", "number", "waba"],
    decides: true,
    judge: (facts) => {
      const { token, grants } = facts;
      const second = secondOpinion(grants, permission);
      const scopes = token.ok ? token.value.scopes : null;
      const observed: Observed = {
        debugToken: scopes?.includes(permission) ?? null,
        mePermissions: second ?? (grants.ok ? "not listed" : null),
      };
      const refused = second !== undefined && second !== "granted";
      const lacking = accessAdvice({ cause: "scope_not_granted", appHasIt: second !== undefined });
      if (scopes?.includes(permission) === true) {
        if (!refused) return pass(`The token has it: it is needed for ${USES[permission]}.`, observed);
        const words = `The token lists it, but /me/permissions calls it ${second}: the two disagree.`;
        return warn(words, lacking, observed);
      }
      if (isInUse(facts, permission)) {
        const listed = scopes === null ? "Meta lists nothing" : "Meta's list leaves it out, and is wrong";
        return pass(`${listed}: what was read with the token needs it.`, observed);
      }
      if (scopes !== null) {
        return fail(`The token does not have it. ${whyLacking(second, USES[permission])}`, lacking, observed);
      }
      if (refused) return fail(`/me/permissions calls it ${second}.`, lacking, observed);
      if (!token.ok) {
        const { finding, actor, resolution } = notRead("Whether the token has it", token.failure);
        const [first, ...more] = resolution;
        if (!isHidden(facts) || actor === null || first === undefined) return notRead("The token", token.failure);
        return warn(finding, { actor, resolution: [first, ...more] }, observed);
      }
      return unknown("Meta does not say which permissions the token has.", lacking, observed);
    },
  });
}

function whyLacking(second: string | undefined, use: string): string {
  if (second === undefined) return `It is needed for ${use}.`;
  if (second === "granted") return "It was granted only after this token was made.";
  return `/me/permissions calls it ${second}: whoever made the token did not grant it.`;
}

export const managementPermission = required("management_permission", "whatsapp_business_management");
export const messagingPermission = required("messaging_permission", "whatsapp_business_messaging");

export const otherPermissions = check({
  id: "other_permissions",
  title: "Other permissions",
  needs: ["token"],
  decides: false,
  judge: ({ token }) => {
    if (!token.ok) return notRead("The token", token.failure);
    const { scopes } = token.value;
    if (scopes === null) return unknown("Meta does not say which permissions the token has.", null);
    const others = scopes.filter((scope) => !REQUIRED_PERMISSIONS.some((permission) => permission === scope));
    const observed = { others };
    if (others.length === 0)
      return pass("None. business_management is needed only to list a business's assets.", observed);
    const odd = others.includes(NOT_A_PERMISSION)
      ? ` ${NOT_A_PERMISSION} is in none of Meta's lists, and nothing needs it.`
      : "";
    return pass(`${others.join(", ")}. None of them is needed here.${odd}`, observed);
  },
});
