import * as z from "zod";
import { failureFields } from "./failure.ts";
import { MissingAccountPermission } from "./missing-permission.ts";
import { PhoneNumberId, WabaId } from "./primitives.ts";
import { ReadFailureStatus } from "./refresh-phone-number.ts";

/** What a caller of `listPhoneNumbers` sends. `wabaId` left out means the configured account. */
export const ListPhoneNumbersRequest = z.strictObject({ wabaId: WabaId.optional() });
export type ListPhoneNumbersRequest = z.infer<typeof ListPhoneNumbersRequest>;

/** Every status that `listPhoneNumbers` can end in. */
export const PhoneNumberListStatus = z.enum(["listed", ...ReadFailureStatus.options]);
export type PhoneNumberListStatus = z.infer<typeof PhoneNumberListStatus>;

/** One number of an account, in Meta's own words, which are open; `null`: Meta does not say, or does not let it be read. */
export const AccountNumber = z.strictObject({
  phoneNumberId: PhoneNumberId,
  /** As Meta writes it: `+1 555-010-0001`. */
  displayPhoneNumber: z.string().nullable(),
  verifiedName: z.string().nullable(),
  /** CONNECTED, PENDING, UNVERIFIED … */
  status: z.string().nullable(),
  /** Whether this deployment manages the number: calls about any other answer as if it did not exist. */
  managed: z.boolean(),
});
export type AccountNumber = z.infer<typeof AccountNumber>;

/**
 * What a caller of `listPhoneNumbers` gets: every number of the account, in Meta's order, which is the newest first; or why the list could
 * not be read. Meta's pages are followed up to 2000 numbers: a longer list is `meta_unavailable`, and never cut short.
 */
export const PhoneNumberList = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("listed"), wabaId: WabaId, numbers: z.array(AccountNumber) }),
  MissingAccountPermission,
  z.strictObject({
    status: ReadFailureStatus.exclude(["missing_permission"]),
    wabaId: WabaId,
    ...failureFields,
  }),
]);
export type PhoneNumberList = z.infer<typeof PhoneNumberList>;
