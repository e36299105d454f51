import * as z from "zod";

/** `details` of a thrown `invalid-argument`: where the request is wrong and why, never the value that was sent. */
export const InvalidArgumentDetails = z.strictObject({
  issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).min(1),
});
export type InvalidArgumentDetails = z.infer<typeof InvalidArgumentDetails>;

/** `details` of a thrown `internal`: the id under which the cause stands in the log, and nothing else. */
export const InternalDetails = z.strictObject({ correlationId: z.string() });
export type InternalDetails = z.infer<typeof InternalDetails>;
