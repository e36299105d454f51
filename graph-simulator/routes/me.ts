import { NO_USER } from "../access.ts";
import type { Call } from "../call.ts";
import { select } from "../fields.ts";
import { GraphFailure } from "../graph-errors.ts";
import { ok, type Reply } from "../reply.ts";
import type { AppState } from "../state.ts";

/** `GET /me`: the user behind the token. An app's own token has none. */
export function readMe(call: Call): Reply {
  if (call.asApp) throw new GraphFailure(NO_USER);
  const { userId, userName, clientBusinessId } = call.token;
  const node = {
    id: () => userId,
    name: () => userName,
    // That a business token's user has it is claimed by others, who quote #100 for every other token.
    ...(clientBusinessId === null ? {} : { client_business_id: () => clientBusinessId }),
  };
  return ok(select(call, "User", node, ["id", "name"]));
}

/** `GET /app` and `GET /{app_id}`. */
export function readApp(call: Call, app: AppState): Reply {
  const link = `https://www.facebook.com/games/?app_id=${app.id}`;
  const node = { id: () => app.id, name: () => app.name, link: () => link };
  return ok(select(call, "Application", node, ["id", "name", "link"]));
}
