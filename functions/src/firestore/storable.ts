import { NotStorable } from "../domain/webhook/not-storable.ts";

/** gRPC's INVALID_ARGUMENT: Firestore refuses what it was given, and would again. */
const INVALID_ARGUMENT = 3;

/** The promise's value. @throws NotStorable in place of an error that says so of what was to be written. */
export async function storable<Value>(write: Promise<Value>): Promise<Value> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === INVALID_ARGUMENT)) throw error;
    throw new NotStorable("Firestore refuses what was to be stored.");
  }
}
