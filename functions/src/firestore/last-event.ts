import { Timestamp } from "firebase-admin/firestore";
import { isFuture } from "../domain/believed-time.ts";
import type { StandingDocument } from "./standing-document.ts";

/** When the last event of an account came in, ISO-8601; `null`: none has. A time beyond the writing of it is that of the writing. */
export function lastEventAt(state: StandingDocument): string | null {
  const stored: unknown = state.get("lastEventAt");
  const at = stored instanceof Timestamp ? stored.toDate().toISOString() : stored;
  if (typeof at !== "string") return null;
  const writtenAt = (state.updateTime ?? state.readTime).toMillis();
  return isFuture(Date.parse(at), writtenAt) ? new Date(writtenAt).toISOString() : at;
}
