import type { AccessCheck, CheckId, Sending, SendingVerdict } from "../../contract/diagnose-access.ts";

/** What a check means to sending: it blocks messages where it fails, or it only limits them. */
interface Part {
  readonly id: CheckId;
  readonly blocks: boolean;
}

const blocks = (id: CheckId): Part => ({ id, blocks: true });
const limits = (id: CheckId): Part => ({ id, blocks: false });

/** Everything on which it rests whether a message arrives, in the order in which a person would put things right. */
const PARTS: readonly Part[] = [
  blocks("token_valid"),
  blocks("messaging_permission"),
  blocks("number_readable"),
  blocks("app_health"),
  blocks("business_health"),
  blocks("account_review"),
  blocks("number_connected"),
  blocks("payment"),
  blocks("account_health"),
  blocks("provided_name"),
  blocks("display_name"),
  blocks("number_health"),
  limits("business_verification"),
  limits("number_mode"),
  limits("messaging_limit"),
  limits("app_subscribed"),
  limits("webhook_events"),
];

/** The checks that the verdict on sending rests on. */
export const CHECKS_OF_SENDING: ReadonlySet<CheckId> = new Set(PARTS.map(({ id }) => id));

/** What one check comes to, the worst last. What cannot be read is never fine. */
const SEVERITY = ["ready", "unknown", "limited", "blocked"] as const satisfies readonly SendingVerdict[];

function comesTo({ blocks: stops }: Part, state: AccessCheck["state"]): SendingVerdict {
  if (state === "pass") return "ready";
  if (state === "unknown") return "unknown";
  return state === "fail" && stops ? "blocked" : "limited";
}

/**
 * Whether a message will arrive: as the worst of the checks says. What blocks or limits it for certain counts more than what could not
 * be read, and that more than what is fine.
 */
export function sendingOf(checks: readonly AccessCheck[]): Sending {
  const parts = PARTS.flatMap((part) => {
    const made = checks.find(({ id }) => id === part.id);
    return made === undefined ? [] : [{ id: part.id, verdict: comesTo(part, made.state) }];
  });
  const severity = ({ verdict }: { readonly verdict: SendingVerdict }): number => SEVERITY.indexOf(verdict);
  const sorted = parts.toSorted((one, other) => severity(other) - severity(one));
  return { verdict: sorted[0]?.verdict ?? "unknown", checks: sorted.map(({ id }) => id) };
}
