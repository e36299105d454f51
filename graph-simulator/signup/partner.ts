import { notAuthorized } from "../graph-errors.ts";
import type { TokenState, WabaState } from "../state.ts";
import type { World } from "../world.ts";

/** The user by which an app acts for a customer's portfolio: Meta makes one for each pair (its id here is invented). */
export function partnerUserId(appId: string, businessId: string): string {
  return `9${appId.slice(-4)}${businessId.slice(-10)}`;
}

/** The accounts that a customer's portfolio shares with an app, newest first. */
export function accountsSharedBy(world: World, appId: string, businessId: string): WabaState[] {
  const userId = partnerUserId(appId, businessId);
  return [...world.wabas.values()]
    .filter((waba) => waba.businessId === businessId && waba.assignedUsers.some(({ id }) => id === userId))
    .toReversed();
}

/** Shares an account with an app: the app's user may do everything on it. */
export function share(waba: WabaState, appId: string): void {
  const id = partnerUserId(appId, waba.businessId);
  if (waba.assignedUsers.some((user) => user.id === id)) return;
  const user = { id, name: "Business integration system user", userType: "SYSTEM_USER", tasks: ["MANAGE"] };
  waba.assignedUsers = [...waba.assignedUsers, user];
}

/** Takes an account away from an app. A token that reaches nothing any more is dead, as if the customer had removed the app. */
export function unshare(world: World, waba: WabaState, appId: string): void {
  const userId = partnerUserId(appId, waba.businessId);
  waba.assignedUsers = waba.assignedUsers.filter(({ id }) => id !== userId);
  waba.subscribedApps = waba.subscribedApps.filter((id) => id !== appId);
  for (const token of tokensOf(world, appId, userId)) {
    token.granularScopes = token.granularScopes.map(({ scope, targetIds }) => ({
      scope,
      targetIds: targetIds === null ? null : targetIds.filter((id) => id !== waba.id),
    }));
    if (token.granularScopes.every(({ targetIds }) => targetIds?.length === 0)) token.invalid = notAuthorized(appId);
  }
}

/** Ends every token that an app has of this user: what is revoked is the authorisation, not one token of it. */
export function revoke(world: World, appId: string, userId: string): void {
  for (const token of tokensOf(world, appId, userId)) token.invalid = notAuthorized(appId);
}

const tokensOf = (world: World, appId: string, userId: string): TokenState[] =>
  [...world.tokens.values()].filter((token) => token.appId === appId && token.userId === userId);
