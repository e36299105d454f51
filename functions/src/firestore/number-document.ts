import type { DocumentSnapshot } from "firebase-admin/firestore";
import { z } from "zod";
import { PhoneNumberDocument } from "../contract/phone-number.ts";

const { registration, meta, attempts } = PhoneNumberDocument.shape;

/** Each part by itself: a part that a later version wrote differently is not known, and stops nothing. */
const KnownParts = z.object({
  registration: registration.catch(undefined),
  meta: meta.catch(undefined),
  attempts: attempts.catch(undefined),
});

/** The parts of `phoneNumbers/{phoneNumberId}` that a change builds on. */
export type StoredNumber = Partial<Pick<PhoneNumberDocument, "registration" | "meta" | "attempts">>;

export function readNumberDocument(snapshot: DocumentSnapshot): StoredNumber {
  if (!snapshot.exists) return {};
  const parts = KnownParts.parse(snapshot.data());
  return {
    ...(parts.registration === undefined ? {} : { registration: parts.registration }),
    ...(parts.meta === undefined ? {} : { meta: parts.meta }),
    ...(parts.attempts === undefined ? {} : { attempts: parts.attempts }),
  };
}
