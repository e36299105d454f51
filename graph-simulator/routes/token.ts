import { NO_USER, tokenProblem } from "../access.ts";
import { type Call, text } from "../call.ts";
import { GraphFailure, missingParameter } from "../graph-errors.ts";
import { ok, type Reply, success } from "../reply.ts";
import { revoke } from "../signup/partner.ts";
import type { TokenState } from "../state.ts";
import type { World } from "../world.ts";

const seconds = (time: number | null): number => (time === null ? 0 : Math.floor(time / 1000));

/**
 * `GET /debug_token?input_token=…`. The app itself may ask, and users who own or develop it; all others, tokens asking about
 * themselves included, are refused (seen in logs). Of another app's token Graph says #100.
 */
export function debugToken(world: World, call: Call): Reply {
  const input = text(call, "input_token");
  if (input === null) throw new GraphFailure(missingParameter("input_token"));
  if (!call.asApp && !call.app.developers.includes(call.token.userId)) {
    const message =
      "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app";
    throw new GraphFailure({ code: 100, message });
  }
  const token = world.tokens.get(input);
  if (token === undefined) {
    const error = { code: 190, message: "Invalid OAuth access token." };
    return ok({ data: { error, is_valid: false, scopes: [] } });
  }
  if (token.appId !== call.app.id) {
    const message = "(#100) The App_id in the input_token did not match the Viewing App";
    throw new GraphFailure({ code: 100, message });
  }
  return ok({ data: present(world, token, call.now) });
}

function present(world: World, token: TokenState, now: number): unknown {
  const problem = tokenProblem(token, now);
  const listed = token.listed ?? token;
  const { subcode, message } = problem ?? { subcode: null, message: "" };
  const error = { code: 190, message, ...(subcode === null ? {} : { subcode }) };
  return {
    app_id: token.appId,
    type: token.type,
    application: world.apps.get(token.appId)?.name ?? "",
    data_access_expires_at: seconds(token.dataAccessExpiresAt),
    ...(problem === null ? {} : { error }),
    expires_at: seconds(token.expiresAt),
    is_valid: problem === null,
    issued_at: seconds(token.issuedAt),
    scopes: listed.scopes,
    granular_scopes: listed.granularScopes.map(({ scope, targetIds }) =>
      targetIds === null ? { scope } : { scope, target_ids: targetIds },
    ),
    user_id: token.userId,
  };
}

/** `GET /me/permissions`. That Graph answers it for system users too is a guess. */
export function readPermissions(call: Call): Reply {
  if (call.asApp) throw new GraphFailure(NO_USER);
  return ok({
    data: Object.entries(call.token.permissions).map(([permission, status]) => ({ permission, status })),
  });
}

/**
 * `DELETE /me/permissions`: the app loses everything that this user has granted it, in all of the user's tokens (claimed by others for
 * business tokens). That the account's webhooks stay subscribed, and that nobody is told, is a guess.
 */
export function revokePermissions(world: World, call: Call): Reply {
  if (call.asApp) throw new GraphFailure(NO_USER);
  revoke(world, call.app.id, call.token.userId);
  return success;
}
