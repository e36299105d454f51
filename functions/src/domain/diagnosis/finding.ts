import type { CheckState, Observed } from "../../contract/diagnose-access.ts";
import type { Actor, Resolution } from "../../contract/failure.ts";
import type { Advice } from "../advice/advice.ts";

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

/** All is well. What is worth knowing all the same stands in the finding. */
export const pass = (finding: string, observed: Observed = {}): Finding => findingOf("pass")(finding, null, observed);

const by =
  (actor: Actor) =>
  (...resolution: [Resolution, ...Resolution[]]): Remedy => ({ actor, resolution });

/** Remedies by who must act. */
export const byOperator = by("operator");
export const byCustomer = by("customer");
export const byMeta = by("meta");
