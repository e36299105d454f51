import type { ChangingCall } from "../../functions/src/contract/calls.ts";
import type { CheckId, CheckState, Verdict } from "../../functions/src/contract/diagnose-access.ts";
import type { Lifecycle, ReasonCode } from "../../functions/src/contract/lifecycle.ts";
import type { EndpointName } from "../../graph-simulator/target.ts";
import type { World } from "../../graph-simulator/world.ts";

/** A call of the product's that posts to Meta, of those that people have reported. */
export interface CallPlayed {
  readonly kind: "call";
  readonly name: Extract<
    ChangingCall,
    "registerPhoneNumber" | "deregisterPhoneNumber" | "requestVerificationCode" | "sendTestMessage"
  >;
  /** What is sent besides the number. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly expected: {
    readonly status: string;
    /** Any other part of the answer. */
    readonly also?: Readonly<Record<string, unknown>>;
    /** The first step that helps; left out: the answer is no failure. */
    readonly first?: string;
    readonly actor?: "operator" | "customer" | "meta";
    /** POSTs that Meta saw, and documents that were written of them. */
    readonly posts: number;
    /** What the number's document says afterwards; left out: it is not about that. */
    readonly registration?: string;
  };
}

/** The access diagnosis, which posts nothing and writes nothing. */
export interface DiagnosisPlayed {
  readonly kind: "diagnosis";
  readonly expected: {
    readonly verdict: Verdict["state"];
    /** The check that the first action belongs to; `null`: nothing is to be done. */
    readonly first: CheckId | null;
    readonly checks: Readonly<Partial<Record<CheckId, CheckState>>>;
    /** Words that no finding may hold. */
    readonly never?: RegExp;
  };
}

/** One event of Meta's about a number that is registered, or of coexistence. */
export interface EventPlayed {
  readonly kind: "event";
  readonly field: string;
  readonly value: (digits: string, phoneNumberId: string) => Readonly<Record<string, unknown>>;
  /** The entry's id where it is not the account's. */
  readonly entryId?: string;
  readonly expected: {
    readonly lifecycle: Lifecycle;
    readonly reasons: readonly ReasonCode[];
    /** Whether the event is kept. */
    readonly kept: boolean;
    /** What the reason says, or must not say. */
    readonly says?: RegExp;
    readonly neverSays?: RegExp;
    /** What must be nowhere in the store. */
    readonly hidden?: readonly string[];
  };
}

/** One report from the field: what Meta answered somebody who does this job, and what is right to make of it. */
export interface FieldReport {
  readonly id: string;
  /** When it was met, as exactly as the report says. */
  readonly met: string;
  /** How well it is proved: Meta's documentation, a real call, or a third party's word. */
  readonly standing: "doc" | "log" | "claim";
  /** Meta's answer or event, and what reading showed, in words for the documentation. */
  readonly meta: string;
  /** How the product answered when the report came in: commit 501f1189. */
  readonly before: "right" | "poor" | "wrong";
  /** What that was: the reading of errors, reads and events of that commit, given the same bodies. */
  readonly answeredBefore: string;
  /** What is answered now, in words for the documentation. */
  readonly answer: string;
  /** Makes the simulator answer so about this number. */
  readonly arrange: (world: World, phoneNumberId: string) => void;
  readonly play: CallPlayed | DiagnosisPlayed | EventPlayed;
}

/** Answers every call to one endpoint of one node with exactly this body. */
export function answering(
  world: World,
  { nodeId, endpoint }: { readonly nodeId?: string; readonly endpoint: EndpointName },
  body: unknown,
  status = 400,
): void {
  world.faults.add({
    match: { endpoint, ...(nodeId === undefined ? {} : { nodeId }) },
    fault: { kind: "replace", status, body: JSON.stringify(body) },
    times: 1000,
  });
}

/** An error of Graph's as a body. */
export const errorBody = (error: Readonly<Record<string, unknown>>): unknown => ({
  error: { type: "OAuthException", fbtrace_id: "Ainvented0000000000000001", ...error },
});
