import type { CheckState, Observed } from "../../contract/diagnose-access.ts";
import type { Actor, Resolution } from "../../contract/failure.ts";
import type { Advice } from "../advice/advice.ts";

/** Who can put something right, and how. */
export type Remedy = Pick<Advice, "actor" | "resolution">;

/** What one check came to. */
export interface Finding {
  readonly state: CheckState;
  readonly finding: string;
  readonly actor: Actor | null;
  readonly resolution: readonly Resolution[];
  readonly observed: Observed;
}

type Told = (finding: string, remedy: Remedy | null, observed?: Observed) => Finding;

const told =
  (state: CheckState): Told =>
  (finding, remedy, observed = {}) => ({
    state,
    finding,
    actor: remedy?.actor ?? null,
    resolution: remedy?.resolution ?? [],
    observed,
  });

export const fail = told("fail");
export const warn = told("warn");
export const unknown = told("unknown");

/** All is well. What is worth knowing all the same stands in the finding. */
export const pass = (finding: string, observed: Observed = {}): Finding => told("pass")(finding, null, observed);

const by =
  (actor: Actor) =>
  (...resolution: [Resolution, ...Resolution[]]): Remedy => ({ actor, resolution });

/** Remedies by who must act. */
export const operator = by("operator");
export const customer = by("customer");
export const meta = by("meta");
