import { z } from "zod";
import { CustomerId } from "../functions/src/contract/primitives.ts";
import { changeClaim, type ClaimChange, type Users } from "./custom-claims.ts";
import { SetupError } from "./setup/progress.mjs";

const Customers = z.array(CustomerId);

/**
 * Makes a user a member of customers besides those that the claim holds already, or of these no longer, which ends the user's sessions.
 *
 * @throws SetupError where the claim is none that this command wrote, and as `changeClaim` does; nothing is changed then.
 */
export function changeMemberClaim(
  users: Users,
  emailOrUid: string,
  {
    claim,
    customers,
    grant,
  }: { readonly claim: string; readonly customers: readonly string[]; readonly grant: boolean },
): Promise<ClaimChange> {
  const revise = (before: unknown): readonly string[] | undefined => {
    const now = Customers.safeParse(before ?? []);
    if (!now.success)
      throw new SetupError(
        `Nothing was changed: the claim ${claim} of ${emailOrUid} is no list of customers' ids, so something else has written it.`,
      );
    const wanted = grant
      ? new Set([...now.data, ...customers])
      : new Set(now.data.filter((id) => !customers.includes(id)));
    return wanted.size === 0 ? undefined : [...wanted];
  };
  return changeClaim(users, emailOrUid, { claim, grant, revise });
}
