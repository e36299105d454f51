import * as z from "zod";

/** A Graph node id as Meta writes it: decimal digits only. The one pattern that decides what may be put into a Graph URL. */
export const GRAPH_ID = /^\d{5,20}$/;

/** A two-step PIN: six digits, kept as a string because leading zeros count (Meta, Cloud API reference, Registration). */
export const PIN = /^\d{6}$/;

/** A verification code as people read it from an SMS or hear it: six digits, often written 123-456. */
export const VERIFICATION_CODE = /^\d{3}-?\d{3}$/;

/** A code of Embedded Signup: printable, and of no documented form. */
export const SIGNUP_CODE = /^[!-~]{8,2000}$/;

/** Meta's id of a phone number. Not the phone number itself. */
export const PhoneNumberId = z
  .string({ error: "must be a string of digits" })
  .regex(GRAPH_ID, { error: "must be Meta's phone number id: 5 to 20 digits, not the phone number itself" });

/** Meta's id of a WhatsApp Business Account, which Meta also calls a Messaging account. */
export const WabaId = z
  .string({ error: "must be a string of digits" })
  .regex(GRAPH_ID, { error: "must be Meta's account id: 5 to 20 digits" });

/** A customer of this deployment, by an id of the deployment's own choosing: the word that a member's claim holds. */
export const CustomerId = z
  .string({ error: "must be a string" })
  .regex(/^[\w-]{1,64}$/, { error: "must be 1 to 64 letters, digits, hyphens or underscores" });

/** A two-step PIN as a caller sends it. */
export const PinDigits = z
  .string({ error: "must be a string of exactly six digits" })
  .regex(PIN, { error: "must be exactly six digits" });

/** A moment, ISO-8601 in UTC with milliseconds. */
export const IsoTime = z.iso.datetime();

/** The countries in which Meta can keep a number's message data at rest (Meta, Cloud API local storage). */
export const DataLocalizationRegion = z.enum(
  ["AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"],
  { error: "must be one of the regions that Meta offers for local storage, such as DE or IN" },
);
export type DataLocalizationRegion = z.infer<typeof DataLocalizationRegion>;

/** A language as Meta writes it: `en_US`, `de`, `pt_BR`. Which ones Meta knows is left to Meta, which adds new ones. */
export const LanguageCode = z
  .string({ error: "must be a language code such as en_US" })
  .regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/, { error: "must be a language code as Meta writes it, such as en_US or de" });

/** An idempotency key: the same id within a day is the same request of the same caller for the same function and number or account, and is carried out once. */
export const RequestId = z
  .string({ error: "must be a string" })
  .regex(/^[\w-]{1,64}$/, { error: "must be 1 to 64 letters, digits, hyphens or underscores" });
