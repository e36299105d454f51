import { reachWaba } from "../access.ts";
import { type Call, text } from "../call.ts";
import { known, select } from "../fields.ts";
import { GraphFailure, missingParameter, unreachableNode } from "../graph-errors.ts";
import { healthOfWaba } from "../health.ts";
import { page } from "../paging.ts";
import { ok, type Reply } from "../reply.ts";
import type { WabaState } from "../state.ts";
import { isSince } from "../versions.ts";
import type { World } from "../world.ts";

/** The other fields of Meta's OpenAPI description. */
const UNSET = known("is_enabled_for_insights", "on_behalf_of_business_info", "purchase_order_number");

/** `GET /{waba_id}?fields=…`. */
export function readWaba(call: Call, waba: WabaState): Reply {
  const node = {
    ...UNSET,
    id: () => waba.id,
    name: () => waba.name,
    timezone_id: () => waba.timezoneId,
    message_template_namespace: () => `namespace_${waba.id}`,
    account_review_status: () => waba.reviewStatus,
    business_verification_status: () => waba.businessVerificationStatus,
    status: () => waba.status,
    country: () => waba.country,
    currency: () => waba.currency,
    ownership_type: () => waba.ownershipType,
    primary_business_location: () => waba.primaryBusinessLocation,
    owner_business_info: () => ({ name: waba.businessName, id: waba.businessId }),
    primary_funding_id: () => fundingOf(call, waba),
    health_status: () => healthOfWaba(call, waba),
    ...(isSince(call.version, 24) ? { whatsapp_business_manager_messaging_limit: () => waba.messagingLimit } : {}),
  };
  return ok(select(call, "WhatsAppBusinessAccount", node, ["id", "name", "timezone_id", "message_template_namespace"]));
}

/** The payment method, for Solution Partners' apps alone; `undefined`: there is none (refusal seen in a log). */
function fundingOf({ app }: Call, waba: WabaState): string | undefined {
  if (app.solutionPartner) return waba.primaryFundingId ?? undefined;
  const message =
    "(#10) You do not have permission to perform this action. This action requires that the Business that owns this App is a Business Solution Provider for WhatsApp.";
  throw new GraphFailure({ code: 10, message });
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
