import * as z from "zod";
import { PhoneNumberDocument } from "../contract/phone-number.ts";
import { believedFacts } from "../domain/lifecycle/believed-facts.ts";
import type { NumberFacts } from "../domain/lifecycle/number-facts.ts";
import type { StandingDocument } from "./standing-document.ts";

const {
  registration,
  meta,
  lastAccepted,
  nameApprovedAt,
  attempts,
  webhook,
  access,
  token,
  sending,
  wabaId,
  digits,
  addedAt,
  customerId,
  customerSince,
  disconnection,
} = PhoneNumberDocument.shape;

/** Each part by itself: a part that a later version wrote differently is not known, and stops nothing. */
const KnownParts = z.object({
  registration: registration.catch(undefined),
  meta: meta.catch(undefined),
  lastAccepted: lastAccepted.catch(undefined),
  nameApprovedAt: nameApprovedAt.catch(undefined),
  attempts: attempts.catch(undefined),
  webhook: webhook.catch(undefined),
  access: access.catch(undefined),
  token: token.catch(undefined),
  sending: sending.catch(undefined),
  wabaId: wabaId.catch(undefined),
  digits: digits.catch(undefined),
  addedAt: addedAt.catch(undefined),
  customerId: customerId.catch(undefined),
  customerSince: customerSince.catch(undefined),
  disconnection: disconnection.catch(undefined),
} satisfies Record<keyof StoredNumber, unknown>);

/** The parts of `whatsappNumbers/{phoneNumberId}` that a change builds on. */
export type StoredNumber = NumberFacts;

export function readNumberDocument(snapshot: StandingDocument): StoredNumber {
  if (!snapshot.exists) return {};
  const parts = Object.entries(KnownParts.parse(snapshot.data())).filter(([, part]) => part !== undefined);
  const writtenAt = snapshot.updateTime ?? snapshot.readTime;
  return believedFacts(Object.fromEntries(parts) as NumberFacts, writtenAt.toMillis());
}
