import type { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import type { TestMessageDocument } from "../../functions/src/contract/test-message.ts";

/** What a frontend shows of a number: the words of its document, and how far its last test message has come. */
export interface Glimpse {
  readonly lifecycle: string;
  readonly reasons: readonly string[];
  readonly registration: string | null;
  readonly attemptsUsed: number;
  /** Meta's own words, as last read. */
  readonly status: string | null;
  readonly ownership: string | null;
  readonly name: string | null;
  readonly nameStatus: string | null;
  readonly quality: string | null;
  /** Whether Meta still lets the number be read. */
  readonly readable: boolean;
  readonly message: string | null;
}

export function glimpse(document: PhoneNumberDocument, message: TestMessageDocument | null): Glimpse {
  const { lifecycle, reasons, registration, attempts, meta, access } = document;
  return {
    lifecycle,
    reasons: reasons.map(({ code }) => code),
    registration: registration?.status ?? null,
    attemptsUsed: attempts?.used ?? 0,
    status: meta?.status ?? null,
    ownership: meta?.codeVerificationStatus ?? null,
    name: meta?.verifiedName ?? null,
    nameStatus: meta?.nameStatus ?? null,
    quality: meta?.qualityRating ?? null,
    readable: access?.readable ?? true,
    message: message?.status ?? null,
  };
}
