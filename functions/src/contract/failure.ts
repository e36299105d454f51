import * as z from "zod";
import { IsoTime } from "./primitives.ts";

/** An error as Graph worded it. `message`, `details`, `userTitle` and `userMessage` may be localised: show them, never match on them. */
export const GraphError = z.strictObject({
  code: z.int(),
  subcode: z.int().nullable(),
  type: z.string().nullable(),
  message: z.string(),
  details: z.string().nullable(),
  userTitle: z.string().nullable(),
  userMessage: z.string().nullable(),
  fbtraceId: z.string().nullable(),
  httpStatus: z.int(),
});
export type GraphError = z.infer<typeof GraphError>;

/** The side that can change it: the operator of this deployment, the business that owns the number, or Meta alone. */
export const Actor = z.enum(["operator", "customer", "meta"]);
export type Actor = z.infer<typeof Actor>;

/** One step a person can take. */
export const Resolution = z.strictObject({ title: z.string(), detail: z.string(), url: z.url().optional() });
export type Resolution = z.infer<typeof Resolution>;

/** What every unsuccessful result carries, so that a frontend needs one component for all of them. */
export const failureFields = {
  message: z.string(),
  resolution: z.array(Resolution).min(1),
  actor: Actor,
  retryable: z.boolean(),
  retryAt: IsoTime.nullable(),
  graphError: GraphError.nullable(),
};

/** The fields that every unsuccessful result carries. */
export const FailureFields = z.strictObject(failureFields);
export type FailureFields = z.infer<typeof FailureFields>;
