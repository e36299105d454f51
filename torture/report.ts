/** What one part of the battery measured, beside the naive way under the same conditions. */
export interface Report {
  readonly title: string;
  readonly figures: readonly (readonly [what: string, ours: string, naive: string])[];
  /** Broken invariants, one sentence each with what is needed to replay them; empty when all held. */
  readonly violations: readonly string[];
}
