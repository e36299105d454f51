import { reachWaba, refuseReader } from "../access.ts";
import { type Call, text } from "../call.ts";
import { select } from "../fields.ts";
import { GraphFailure, missingParameter, unreachableNode } from "../graph-errors.ts";
import { page } from "../paging.ts";
import { ok, type Reply, success } from "../reply.ts";
import type { WabaState } from "../state.ts";
import type { World } from "../world.ts";
import { presentNumber } from "./read-number.ts";

/** `GET /{waba_id}?fields=…`. */
export function readWaba(call: Call, waba: WabaState): Reply {
  const node = {
    id: () => waba.id,
    name: () => waba.name,
    timezone_id: () => waba.timezoneId,
    message_template_namespace: () => `namespace_${waba.id}`,
    account_review_status: () => waba.reviewStatus,
    business_verification_status: () => waba.businessVerificationStatus,
    country: () => waba.country,
    currency: () => waba.currency,
    ownership_type: () => waba.ownershipType,
    health_status: () => ({
      can_send_message: waba.canSendMessage,
      entities: [
        { entity_type: "WABA", id: waba.id, can_send_message: waba.canSendMessage },
        { entity_type: "BUSINESS", id: waba.businessId, can_send_message: "AVAILABLE" },
        { entity_type: "APP", id: call.app.id, can_send_message: "AVAILABLE" },
      ],
    }),
  };
  return ok(select(call, "WhatsAppBusinessAccount", node, ["id", "name", "timezone_id", "message_template_namespace"]));
}

/** `GET /{waba_id}/phone_numbers`, paged by cursors. */
export function listNumbers(world: World, call: Call): Reply {
  const waba = reachWaba(world, call);
  const numbers = [...world.numbers.values()].filter((number) => number.wabaId === waba.id);
  return ok(page(call, numbers, (number) => presentNumber(world, call, number)));
}

function presentApp(world: World, id: string): unknown {
  const link = `https://www.facebook.com/games/?app_id=${id}`;
  return { whatsapp_business_api_data: { link, name: world.apps.get(id)?.name ?? `App ${id}`, id } };
}

/** `GET /{waba_id}/subscribed_apps`: the apps whose webhooks get the account's events. */
export function listSubscribedApps(world: World, call: Call): Reply {
  return ok({ data: reachWaba(world, call).subscribedApps.map((id) => presentApp(world, id)) });
}

/** `POST /{waba_id}/subscribed_apps`: subscribes the app of the token. */
export function subscribeApp(world: World, call: Call): Reply {
  const waba = reachWaba(world, call);
  refuseReader(world, call, waba.id);
  if (!waba.subscribedApps.includes(call.app.id)) waba.subscribedApps.push(call.app.id);
  return success;
}

/** `GET /{waba_id}/assigned_users?business=…`. What Graph says to a wrong business is a guess. */
export function listAssignedUsers(world: World, call: Call): Reply {
  const waba = reachWaba(world, call);
  const business = text(call, "business");
  if (business === null) throw new GraphFailure(missingParameter("business"));
  if (business !== waba.businessId) throw new GraphFailure(unreachableNode("get", business));
  return ok(
    page(call, waba.assignedUsers, (user) => {
      const node = {
        id: () => user.id,
        name: () => user.name,
        tasks: () => user.tasks,
        user_type: () => user.userType,
        business: () => ({ id: waba.businessId, name: `Business ${waba.businessId}` }),
      };
      return select(call, "AssignedUser", node, ["id", "name", "tasks"]);
    }),
  );
}
