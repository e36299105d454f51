import { createHash } from "node:crypto";
import { z } from "zod";

const LABEL = "firebase-declarative-security-etag";
const FIRST = "abcdefghijklmnopqrstuvwxyz";
const LETTERS = `${FIRST}0123456789-_`;

/** Deployed functions, as `firebase functions:list --json` tells of them. */
export const DeployedFunctions = z.array(
  z.object({
    codebase: z.string().optional(),
    serviceAccount: z.string().nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
);

/** What the CLI will ask about the roles of the functions' account: nothing, whether to make the account, or to change its roles. */
export type RolesQuestion = "none" | "account" | "roles";

export function rolesQuestion(
  roles: readonly string[],
  codebase: string,
  deployed: z.infer<typeof DeployedFunctions>,
): RolesQuestion {
  if (roles.length === 0) return "none";
  const ours = deployed.filter(
    (one) => one.codebase === codebase && one.serviceAccount?.startsWith("firebase-fn-") === true,
  );
  if (ours.length === 0) return "account";
  return ours.some(({ labels }) => labels?.[LABEL] === rolesLabel(roles)) ? "none" : "roles";
}

/** The CLI labels functions with a hash of their roles, and asks again when it has changed. */
export function rolesLabel(roles: readonly string[]): string {
  const [first = 0, ...rest] = createHash("sha256")
    .update([...new Set(roles)].toSorted().join(","))
    .digest();
  return [FIRST[first % FIRST.length], ...rest.map((byte) => LETTERS[byte % LETTERS.length])].join("");
}
