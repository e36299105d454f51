export { createRegistrationClient } from "./client.ts";
export type { RegistrationClient, RegistrationClientOptions } from "./client.ts";
export { CallError } from "./call-error.ts";
export type { CallProblem } from "./call-error.ts";
export type { UnrecognizedResult } from "./newer-backend.ts";
export type { AccessCause, AccessEvidence } from "../../functions/src/contract/access-evidence.ts";
export type { AttemptBudget } from "../../functions/src/contract/attempts.ts";
export type { Actor, GraphError, Resolution } from "../../functions/src/contract/failure.ts";
export type { Lifecycle } from "../../functions/src/contract/lifecycle.ts";
export type {
  AttemptDocument,
  MetaView,
  PhoneNumberDocument,
  RegistrationRecord,
} from "../../functions/src/contract/phone-number.ts";
export type { DataLocalizationRegion } from "../../functions/src/contract/primitives.ts";
export type {
  RegisterPhoneNumberRequest,
  RegistrationResult,
} from "../../functions/src/contract/register-phone-number.ts";
