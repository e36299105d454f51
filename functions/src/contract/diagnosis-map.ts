import { CheckId, type AccessCheck } from "./diagnose-access.ts";

/** The way from Meta to a message that arrives, link by link: each rests on those before it. */
export const STATIONS = [
  "meta",
  "token",
  "permissions",
  "business",
  "account",
  "number",
  "registration",
  "webhook",
  "sending",
] as const;
export type StationName = (typeof STATIONS)[number];

const STATION_OF: Readonly<Record<CheckId, StationName>> = {
  graph_reachable: "meta",
  api_version: "meta",
  token_valid: "token",
  token_kind: "token",
  token_expiry: "token",
  token_app: "token",
  management_permission: "permissions",
  messaging_permission: "permissions",
  other_permissions: "permissions",
  asset_scope: "permissions",
  system_user_assigned: "permissions",
  business_health: "business",
  business_verification: "business",
  waba_readable: "account",
  account_review: "account",
  account_health: "account",
  number_readable: "number",
  number_in_waba: "number",
  number_platform: "number",
  number_mode: "number",
  number_verified: "number",
  display_name: "number",
  provided_name: "number",
  two_step_pin: "registration",
  registration: "registration",
  attempt_budget: "registration",
  number_connected: "registration",
  app_subscribed: "webhook",
  webhook_fields: "webhook",
  webhook_events: "webhook",
  quality: "sending",
  throughput: "sending",
  messaging_health: "sending",
  payment: "sending",
  number_health: "sending",
  app_health: "sending",
  messaging_limit: "sending",
};

/** The checks of a station, in the order in which a person would put them right. */
export const checksOf = (name: StationName): readonly CheckId[] =>
  CheckId.options.filter((id) => STATION_OF[id] === name);

/**
 * One link. `broken`: something of its own is wrong; `waiting`: what is wrong with it depends on the first broken link, and may be
 * well once that is mended; `open`: not all of its checks have come in.
 */
export interface Station {
  readonly name: StationName;
  readonly state: "attention" | "broken" | "fine" | "open" | "unclear" | "waiting";
  /** What it says itself. */
  readonly checks: readonly AccessCheck[];
  /** What could not be checked, or fails, because of the first broken link. */
  readonly hanging: readonly AccessCheck[];
  /** Whether it is the first broken link. */
  readonly isFirst: boolean;
}

/** Links that nothing behind them can be read without. */
const REACH: ReadonlySet<StationName> = new Set(["meta", "token", "permissions", "account"]);

const place = (id: CheckId): number => CheckId.options.indexOf(id);

/**
 * The checks as a map, also of those that have come in so far. `first`: the check that the verdict puts first; left out: the first
 * that fails, in the order of `CheckId`.
 */
export function diagnosisMap(found: readonly AccessCheck[], first?: CheckId): readonly Station[] {
  const failed = found
    .filter(({ state }) => state === "fail")
    .toSorted((one, other) => place(one.id) - place(other.id));
  const root = failed.find(({ id }) => id === first) ?? failed[0];
  return STATIONS.map((name) => {
    const ids = checksOf(name);
    const own = found
      .filter(({ id }) => STATION_OF[id] === name)
      .toSorted((one, other) => place(one.id) - place(other.id));
    const hanging = own.filter((check) => root !== undefined && hangsOn(check, root));
    const checks = own.filter((check) => !hanging.includes(check));
    const isFirst = root !== undefined && STATION_OF[root.id] === name;
    return { name, state: stateOf(checks, hanging, own.length < ids.length), checks, hanging, isFirst };
  });
}

/**
 * Whether a check hangs on the first broken link. Where all reading needs that link, a later check does if Meta refused its read, or if
 * it fails on another link.
 */
function hangsOn(check: AccessCheck, root: AccessCheck): boolean {
  if (check.id === root.id || place(check.id) < place(root.id)) return false;
  const [link, rootLink] = [STATION_OF[check.id], STATION_OF[root.id]];
  if (!REACH.has(rootLink) && root.id !== "number_readable") return false;
  if (check.state === "unknown") return check.observed["read"] === "refused";
  return check.state === "fail" && link !== rootLink;
}

function stateOf(checks: readonly AccessCheck[], hanging: readonly AccessCheck[], isOpen: boolean): Station["state"] {
  const has = (state: AccessCheck["state"]): boolean => checks.some((check) => check.state === state);
  if (has("fail")) return "broken";
  if (isOpen) return "open";
  if (hanging.length > 0) return "waiting";
  if (has("warn")) return "attention";
  return has("unknown") ? "unclear" : "fine";
}
