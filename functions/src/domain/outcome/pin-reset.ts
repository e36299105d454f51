import type { MetaView } from "../../contract/phone-number.ts";
import { NOT_SHOWN_UNREGISTERED, NUMBER_NOT_READ } from "../advice/pin-reset-advice.ts";
import type { Failed } from "../error/call-failure.ts";
import { saysNotRegistered } from "../number-status.ts";
import { isConnected } from "../phone-number.ts";
import type { PlainRegistrationFailure } from "./registration.ts";

/**
 * Why no PIN is set ahead of a registration; `null`: nothing stands in the way. It takes a reading that shows the number as not
 * registered: whatever else there is may be registered, and its PIN somebody's. A number that shows as connected is registered by
 * force alone, with its PIN left as it is.
 */
export function stopBeforeResettingPin(view: MetaView | null): Failed<PlainRegistrationFailure> | null {
  const nothing = { graphError: null, retryAfterMs: null };
  if (view === null) return { status: "meta_unavailable", advice: NUMBER_NOT_READ, ...nothing };
  if (isConnected(view) || isNotRegistered(view)) return null;
  return { status: "invalid_parameter", advice: NOT_SHOWN_UNREGISTERED, ...nothing };
}

/** Off the Cloud API by Meta's word for the number, or connected to another platform. */
function isNotRegistered(view: MetaView): boolean {
  return saysNotRegistered(view) || (view.status === "CONNECTED" && !isConnected(view));
}
