import type { CheckState, Observed } from "../../contract/diagnose-access.ts";
import type { Actor, Resolution } from "../../contract/failure.ts";
import type { Advice } from "../advice/advice.ts";
import { numberStatus } from "../number-status.ts";

/** The side that can put something right, and how. */
export type Remedy = Pick<Advice, "actor" | "resolution">;

/** What one check came to. */
export interface Finding {
  readonly state: CheckState;
  readonly finding: string;
  readonly actor: Actor | null;
  readonly resolution: readonly Resolution[];
  readonly observed: Observed;
}

type MakeFinding = (finding: string, remedy: Remedy | null, observed?: Observed) => Finding;

const findingOf =
  (state: CheckState): MakeFinding =>
  (finding, remedy, observed = {}) => ({
    state,
    finding,
    actor: remedy?.actor ?? null,
    resolution: remedy?.resolution ?? [],
    observed,
  });

export const fail = findingOf("fail");
export const warn = findingOf("warn");
export const unknown = findingOf("unknown");

/** All is well. The finding still says what is worth knowing. */
export const pass = (finding: string, observed: Observed = {}): Finding => findingOf("pass")(finding, null, observed);

const by =
  (actor: Actor) =>
  (...resolution: [Resolution, ...Resolution[]]): Remedy => ({ actor, resolution });

/** Remedies by who must act. */
export const byOperator = by("operator");
export const byCustomer = by("customer");
export const byMeta = by("meta");

/** What Meta's word says of a number that it has suspended. */
export function suspendedFinding(status: string | null): string {
  const isRestricted = numberStatus(status).reason === "number_restricted";
  return isRestricted
    ? `Meta restricts what the number may send: ${String(status)}.`
    : `Meta has taken the number out of service: ${String(status)}.`;
}
