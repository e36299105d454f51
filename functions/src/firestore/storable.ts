import { NotStorable } from "../domain/webhook/not-storable.ts";

/** In gRPC. */
const INVALID_ARGUMENT = 3;

/** Whether Firestore has refused what it was given: it would again, whereas other failures pass. */
export const isRefusedInput = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === INVALID_ARGUMENT;

/** The promise's value. @throws NotStorable in place of an error that says so of what was to be written. */
export async function storable<Value>(write: Promise<Value>): Promise<Value> {
  try {
    return await write;
  } catch (error) {
    if (!isRefusedInput(error)) throw error;
    throw new NotStorable("Firestore refuses what was to be stored.");
  }
}
