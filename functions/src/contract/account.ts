import * as z from "zod";
import { CustomerId, IsoTime, PhoneNumberId, WabaId } from "./primitives.ts";

/** The steps in which a customer's account is connected, in their order. */
export const AccountStepId = z.enum(["token", "permissions", "account", "webhook", "numbers"]);
export type AccountStepId = z.infer<typeof AccountStepId>;

/** How far one step has come. `message`: why it failed, or why it was left out. */
export const AccountStep = z.strictObject({
  id: AccountStepId,
  state: z.enum(["done", "failed", "skipped"]),
  message: z.string().optional(),
});
export type AccountStep = z.infer<typeof AccountStep>;

/** What is known of a customer's token, without the token. `expiresAt` null: never, or not known. */
export const AccountToken = z.strictObject({
  state: z.enum(["valid", "expires_soon", "invalid", "deleted"]),
  expiresAt: IsoTime.nullable(),
});
export type AccountToken = z.infer<typeof AccountToken>;

/** `whatsappAccounts/{wabaId}`: an account (WABA; Meta now also says Messaging account) that a customer connected. */
export const AccountDocument = z.strictObject({
  customerId: CustomerId,
  wabaId: WabaId,
  /** Meta's name of the account; `null`: it could not be read. */
  name: z.string().nullable(),
  /** The portfolio that owns it; `null`: it could not be read. */
  businessId: z.string().nullable(),
  /** `action_required`: a step failed, or Meta no longer takes the token. */
  state: z.enum(["connected", "action_required", "disconnected"]),
  /** Why it is so, where it is not `connected`. */
  reason: z.string().nullable(),
  steps: z.array(AccountStep),
  phoneNumberIds: z.array(PhoneNumberId),
  token: AccountToken,
  /** When the connection was last proven against Meta. */
  connectedAt: IsoTime,
  /** Since when it is this customer's: whatever is older below it was another's, and members do not read it. */
  customerSince: IsoTime,
  /** The Firebase uid of the user who connected it. */
  by: z.string(),
  updatedAt: IsoTime,
});
export type AccountDocument = z.infer<typeof AccountDocument>;
