import * as z from "zod";
import { AttemptBudget } from "../../functions/src/contract/attempts.ts";
import { failureFields } from "../../functions/src/contract/failure.ts";

/**
 * What a client makes of an answer that is newer than itself: it looks like any failure, so that the component that shows
 * failures shows this one too. What could be read of the answer is here; `answer` is the whole of it.
 */
export const UnrecognizedResult = z.strictObject({
  status: z.literal("unrecognized"),
  /** The status that this client does not know. */
  originalStatus: z.string().nullable(),
  phoneNumberId: z.string().nullable(),
  attempts: AttemptBudget.nullable(),
  ...failureFields,
  resolution: z.array(failureFields.resolution.element),
  answer: z.unknown(),
});
export type UnrecognizedResult = z.infer<typeof UnrecognizedResult>;

const MESSAGE =
  "The backend's answer is newer than this page. Reload or update the page; the number's state tells what happened.";

const Salvage = z.object({
  originalStatus: z.string().nullable().catch(null),
  phoneNumberId: z.string().nullable().catch(null),
  attempts: AttemptBudget.nullable().catch(null),
  message: z.string().catch(MESSAGE),
  resolution: UnrecognizedResult.shape.resolution.catch([]),
  actor: failureFields.actor.catch("operator"),
  retryable: z.boolean().catch(false),
  retryAt: failureFields.retryAt.catch(null),
  graphError: failureFields.graphError.catch(null),
});

/** An answer that no schema of this client fits. Never throws. */
export function unrecognized(answer: unknown): UnrecognizedResult {
  const fields = answer !== null && typeof answer === "object" ? { ...answer } : {};
  const status = "status" in fields ? fields.status : null;
  return { status: "unrecognized", ...Salvage.parse({ ...fields, originalStatus: status }), answer };
}

/**
 * Reads a value that may be newer than the schema: fields that the schema does not know are left out. `undefined`: the value has
 * words or shapes that this client cannot understand.
 */
export function readTolerantly<Value>(schema: z.ZodType<Value>, value: unknown): Value | undefined {
  const strict = schema.safeParse(value);
  if (strict.success) return strict.data;
  const trimmed = structuredClone(value);
  for (const issue of strict.error.issues) {
    if (issue.code !== "unrecognized_keys") return undefined;
    const owner = issue.path.reduce<unknown>((node, key) => (isRecord(node) ? node[String(key)] : undefined), trimmed);
    if (!isRecord(owner)) return undefined;
    for (const key of issue.keys) delete owner[key];
  }
  return schema.safeParse(trimmed).data;
}

const isRecord = (node: unknown): node is Record<string, unknown> => node !== null && typeof node === "object";
