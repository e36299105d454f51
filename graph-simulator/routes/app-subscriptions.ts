import { type Call, structure, text } from "../call.ts";
import { addressOfApp, WHATSAPP } from "../callback-addresses.ts";
import { GraphFailure, invalidParameter, missingParameter, unreachableNode } from "../graph-errors.ts";
import { ok, type Reply, success } from "../reply.ts";
import type { AppState } from "../state.ts";
import { TargetRequest } from "../webhook-control.ts";
import type { World } from "../world.ts";
import { verifyCallback } from "./verify-callback.ts";

/** The app in the path, called with its own token: others are refused (seen in logs, the words are inferred). */
function appItself(call: Call): AppState {
  if (!call.asApp) throw new GraphFailure({ code: 15 });
  if (call.app.id !== call.nodeId) throw new GraphFailure(unreachableNode(call.method, call.nodeId));
  return call.app;
}

/** `GET /{app_id}/subscriptions`: one entry for each kind of object. */
export function listAppSubscriptions(world: World, call: Call): Reply {
  const app = appItself(call);
  const entries = app.subscriptions.map(({ object, callbackUrl, active, fields }) => ({
    object,
    callback_url: callbackUrl ?? addressOfApp(world, app.id) ?? "",
    active,
    fields: fields.map((name) => ({ name, version: call.version })),
  }));
  return ok({ data: entries });
}

/** `POST /{app_id}/subscriptions`: address and fields of one kind of object, which replace those before. */
export async function subscribeWebhook(world: World, call: Call): Promise<Reply> {
  const app = appItself(call);
  const [object, url, verifyToken] = ["object", "callback_url", "verify_token"].map((name) => {
    const value = text(call, name);
    if (value === null) throw new GraphFailure(missingParameter(name));
    return value;
  }) as [string, string, string];
  const fields = fieldsIn(call);
  await verifyCallback(world, url, verifyToken);
  const others = app.subscriptions.filter((entry) => entry.object !== object);
  app.subscriptions = [...others, { object, callbackUrl: url, active: true, fields }];
  const target = world.webhooks.target();
  if (object === WHATSAPP && target === null) world.webhooks.aim(TargetRequest.parse({ url, appId: app.id }));
  return success;
}

/** A list, or its names with commas between them. */
function fieldsIn(call: Call): string[] {
  const sent = call.parameters["fields"];
  const list: unknown = typeof sent === "string" && !sent.startsWith("[") ? sent.split(",") : structure(call, "fields");
  if (list === null) throw new GraphFailure(missingParameter("fields"));
  const names = Array.isArray(list) ? list.filter((name) => typeof name === "string").map((name) => name.trim()) : [];
  if (names.length > 0 && names.every((name) => /^[a-z_]+$/.test(name))) return names;
  throw new GraphFailure(invalidParameter("Param fields must be a list of webhook fields."));
}

/** `DELETE /{app_id}/subscriptions?object=…`; without `object` all of them. */
export function unsubscribeWebhook(_world: World, call: Call): Reply {
  const app = appItself(call);
  const object = text(call, "object");
  app.subscriptions = app.subscriptions.filter((entry) => object !== null && entry.object !== object);
  return success;
}
