import type { Lifecycle } from "../contract/lifecycle.ts";
import type { PhoneNumberDocument } from "../contract/phone-number.ts";
import { isCoexistent, isConnected, isUnverified } from "./phone-number.ts";

type Facts = Pick<PhoneNumberDocument, "registration" | "meta" | "attempts">;

/** Words of Meta's that mean it has taken the number out of service (Meta, WhatsApp Business phone number reference). */
const SUSPENDED: ReadonlySet<string> = new Set(["BANNED", "RESTRICTED", "FLAGGED"]);
const GONE: ReadonlySet<string> = new Set(["DISCONNECTED", "DELETED", "MIGRATED"]);

/** The number's situation in one word. Total: words of Meta's that are not known here change nothing. */
export function lifecycleOf({ registration, meta, attempts }: Facts): Lifecycle {
  const word = registration?.status;
  if (word === "in_progress") return "registering";
  if (meta !== undefined && isCoexistent(meta)) return "coexistence";
  if (meta !== undefined && isConnected(meta)) return "connected";
  if (meta?.status != null && SUSPENDED.has(meta.status)) return "suspended";
  if (word === "outcome_unknown" || word === "awaiting_meta") return word;
  if (attempts?.remaining === 0) return "rate_limited";
  if (meta !== undefined && isUnverified(meta)) return "verification_required";
  if (word === "verification_required" && meta?.codeVerificationStatus !== "VERIFIED") return "verification_required";
  if (word === "registered") return meta?.status != null && GONE.has(meta.status) ? "disconnected" : "connected";
  if (word === "deregistered") return "disconnected";
  if (word === "account_locked") return "suspended";
  if (word === undefined || word === "not_registered" || word === "verification_required") {
    return meta?.codeVerificationStatus === "VERIFIED" ? "ready_to_register" : "draft";
  }
  return "action_required";
}
