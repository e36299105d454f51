import { changeClaim, type ClaimChange, type Users } from "./custom-claims.ts";

/** Sets the claim that makes an operator of a user, or removes it and ends the user's sessions. @throws SetupError as `changeClaim` does. */
export function changeOperatorClaim(
  users: Users,
  emailOrUid: string,
  { claim, grant }: { readonly claim: string; readonly grant: boolean },
): Promise<ClaimChange> {
  return changeClaim(users, emailOrUid, { claim, grant, revise: () => (grant ? true : undefined) });
}
