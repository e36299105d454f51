import type { Call } from "../call.ts";
import { select } from "../fields.ts";
import { ok, type Reply } from "../reply.ts";
import type { AppState } from "../state.ts";

/** `GET /me`: the user behind the token, or the app itself. */
export function readMe(call: Call): Reply {
  const node = { id: () => call.token.userId, name: () => call.token.userName };
  return ok(select(call, call.asApp ? "Application" : "User", node, ["id", "name"]));
}

/** `GET /app` and `GET /{app_id}`. */
export function readApp(call: Call, app: AppState): Reply {
  const link = `https://www.facebook.com/games/?app_id=${app.id}`;
  const node = { id: () => app.id, name: () => app.name, link: () => link };
  return ok(select(call, "Application", node, ["id", "name", "link"]));
}
