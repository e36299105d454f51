import type { GraphError } from "../contract/failure.ts";

/** Why a read yielded nothing. Reads cost no attempt and are never worth failing for. */
export type ReadFailure =
  | { readonly kind: "refused"; readonly error: GraphError }
  | { readonly kind: "unreachable" | "timeout" | "unreadable"; readonly reason: string };

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: ReadFailure };
