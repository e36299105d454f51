import { z } from "zod";
import { DEFAULT_TOKEN } from "./magic/tokens.ts";
import type { TokenState } from "./state.ts";
import type { World } from "./world.ts";

/** What `POST grants` takes. */
export const Grant = z.strictObject({
  token: z.string().min(1).default(DEFAULT_TOKEN),
  permission: z.string().min(1),
  granted: z.boolean(),
});

/** Takes a permission off a token, or gives it back as the token first had it. */
export function grant(world: World, { token, permission, granted }: z.infer<typeof Grant>): TokenState {
  const before = world.patchToken(token, {});
  const others = {
    scopes: before.scopes.filter((scope) => scope !== permission),
    granularScopes: before.granularScopes.filter(({ scope }) => scope !== permission),
  };
  if (!granted) {
    return world.patchToken(token, { ...others, permissions: { ...before.permissions, [permission]: "declined" } });
  }
  const first = world.firstToken(token);
  return world.patchToken(token, {
    scopes: [...others.scopes, permission],
    granularScopes: [...others.granularScopes, ...first.granularScopes.filter(({ scope }) => scope === permission)],
    permissions: { ...before.permissions, [permission]: "granted" },
  });
}
