import { reachWaba, refuseWithoutTask } from "../access.ts";
import { type Call, strangeParameter, text } from "../call.ts";
import { appHears } from "../callback-addresses.ts";
import { GraphFailure, invalidParameter, missingParameter, unknownParameter } from "../graph-errors.ts";
import { ok, type Reply, success } from "../reply.ts";
import type { WabaState } from "../state.ts";
import type { World } from "../world.ts";
import { verifyCallback } from "./verify-callback.ts";

/** `GET /{waba_id}/subscribed_apps`: the apps whose webhooks get the account's events, each with its override. */
export function listSubscribedApps(world: World, call: Call): Reply {
  const waba = reachWaba(world, call);
  return ok({ data: waba.subscribedApps.map((id) => presentApp(world, waba, id)) });
}

function presentApp(world: World, waba: WabaState, id: string): unknown {
  const link = `https://www.facebook.com/games/?app_id=${id}`;
  const override = waba.callbackOverrides[id];
  const app = { name: world.apps.get(id)?.name ?? `App ${id}`, id };
  return {
    ...(waba.listsBareApps ? app : { whatsapp_business_api_data: { link, ...app } }),
    ...(override === undefined ? {} : { override_callback_uri: override }),
  };
}

const KNOWN = new Set(["override_callback_uri", "verify_token"]);
const LONGEST_URL = 200;

/**
 * `POST /{waba_id}/subscribed_apps`: subscribes the app of the token. Without a body it clears an override; with one it sets it, which
 * needs the app subscribed before, with the field `messages`, and an address that answers Meta's handshake.
 */
export function subscribeApp(world: World, call: Call): Reply | Promise<Reply> {
  const waba = reachWaba(world, call);
  refuseWithoutTask(world, call, waba.id);
  const strange = strangeParameter(call, KNOWN);
  if (strange !== null) throw new GraphFailure(unknownParameter(strange));
  const url = text(call, "override_callback_uri");
  const { [call.app.id]: _before, ...others } = waba.callbackOverrides;
  if (url === null) {
    if (!waba.subscribedApps.includes(call.app.id)) waba.subscribedApps = [...waba.subscribedApps, call.app.id];
    waba.callbackOverrides = others;
    return success;
  }
  const verifyToken = text(call, "verify_token");
  if (verifyToken === null) throw new GraphFailure(missingParameter("verify_token"));
  if (url.length > LONGEST_URL) throw new GraphFailure(invalidParameter("Param override_callback_uri is too long."));
  refuseEarlyOverride(world, call, waba);
  return verifyCallback(world, url, verifyToken).then(() => {
    waba.callbackOverrides = { ...others, [call.app.id]: url };
    return success;
  });
}

function refuseEarlyOverride(world: World, call: Call, waba: WabaState): void {
  if (waba.subscribedApps.includes(call.app.id) && appHears(world, call.app.id, "messages")) return;
  const message =
    "(#100) Before override the current callback uri, your app must be subscribed to receive messages for WhatsApp Business Account";
  throw new GraphFailure({ code: 100, message });
}

/** `DELETE /{waba_id}/subscribed_apps`: the token's own app no longer hears of it. */
export function unsubscribeApp(world: World, call: Call): Reply {
  const waba = reachWaba(world, call);
  refuseWithoutTask(world, call, waba.id);
  const { [call.app.id]: _before, ...others } = waba.callbackOverrides;
  waba.subscribedApps = waba.subscribedApps.filter((id) => id !== call.app.id);
  waba.callbackOverrides = others;
  return success;
}
