import { z } from "zod";
import { EndpointName, type Target } from "./target.ts";

const processed = z.boolean().default(false);

/** One error of Graph's: a code of `graph-errors.ts`, with whatever shall differ from the wording kept there. */
export const GraphErrorSpec = z.strictObject({
  code: z.int(),
  subcode: z.int().optional(),
  message: z.string().optional(),
  type: z.string().optional(),
  details: z.string().optional(),
  /** `error_data` where it is not the usual object: a string, or `blame_field_specs` (both seen in logs). */
  errorData: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  userTitle: z.string().optional(),
  userMessage: z.string().optional(),
  isTransient: z.boolean().optional(),
  httpStatus: z.int().min(200).max(599).optional(),
});
export type GraphErrorSpec = z.infer<typeof GraphErrorSpec>;

/**
 * What goes wrong with one answer. `processed` tells whether the request takes effect before the answer is lost;
 * `delay`, `drip`, `truncate` and `headers` always let it take effect.
 */
export const Fault = z.discriminatedUnion("kind", [
  /** Refuses with an error of Graph's. */
  z.strictObject({ kind: z.literal("graph_error"), error: GraphErrorSpec }),
  /** Answers with exactly this. */
  z.strictObject({
    kind: z.literal("replace"),
    status: z.int().min(200).max(599),
    body: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    processed,
  }),
  /** Never answers; the connection stays open. */
  z.strictObject({ kind: z.literal("hang"), processed }),
  /** Cuts the connection: before the body is read, after it, or in the middle of the answer. */
  z.strictObject({ kind: z.literal("reset"), at: z.enum(["headers", "body_read", "mid_answer"]), processed }),
  /** Bytes that are not HTTP. */
  z.strictObject({ kind: z.literal("garbage"), processed }),
  /** An answer of this many bytes. */
  z.strictObject({ kind: z.literal("huge"), bytes: z.int().positive(), processed }),
  /** The true answer, late. */
  z.strictObject({ kind: z.literal("delay"), ms: z.int().positive() }),
  /** The true answer, one byte at a time. */
  z.strictObject({ kind: z.literal("drip"), intervalMs: z.int().positive() }),
  /** The first half of the true answer, as if it were whole. */
  z.strictObject({ kind: z.literal("truncate") }),
  /** The true answer with other headers. */
  z.strictObject({ kind: z.literal("headers"), headers: z.record(z.string(), z.string()) }),
]);
export type Fault = z.infer<typeof Fault>;

/** Whether a request with this fault takes effect. */
export function takesEffect(fault: Fault): boolean {
  if (fault.kind === "graph_error") return false;
  return "processed" in fault ? fault.processed : true;
}

/** A fault for coming requests that fit every word of `match` (`path`: a part of the path). `times` runs down to 0. */
export const InjectedFault = z.strictObject({
  match: z
    .strictObject({
      method: z.string().toUpperCase().optional(),
      path: z.string().optional(),
      endpoint: EndpointName.optional(),
      nodeId: z.string().optional(),
    })
    .default({}),
  fault: Fault,
  times: z.int().positive().default(1),
});
export type InjectedFault = z.infer<typeof InjectedFault>;

/** The faults that wait for a matching request, first come first served. */
export interface FaultQueue {
  add(fault: z.input<typeof InjectedFault>): void;
  take(target: Target): Fault | null;
  waiting(): readonly InjectedFault[];
  clear(): void;
}

function fits({ match }: InjectedFault, target: Target): boolean {
  return (
    (match.method === undefined || match.method === target.method) &&
    (match.path === undefined || target.path.includes(match.path)) &&
    (match.endpoint === undefined || match.endpoint === target.endpoint) &&
    (match.nodeId === undefined || match.nodeId === target.nodeId)
  );
}

/** An empty queue of faults. */
export function createFaultQueue(): FaultQueue {
  let queue: InjectedFault[] = [];
  return {
    add: (fault) => void queue.push(InjectedFault.parse(fault)),
    take(target) {
      const found = queue.find((entry) => fits(entry, target));
      if (found === undefined) return null;
      found.times -= 1;
      queue = queue.filter((entry) => entry.times > 0);
      return found.fault;
    },
    waiting: () => queue,
    clear() {
      queue = [];
    },
  };
}
