import type { CallableFunction, CallableOptions } from "firebase-functions/https";
import type { ResultOf } from "../contract/call-schemas.ts";
import type { AccountCallName } from "../contract/calls.ts";
import type { AccountRef } from "../domain/account.ts";
import type { Parsed } from "./guarded-call.ts";
import { managedAccount } from "./managed-account.ts";
import { managedCall, type ManagedCall } from "./managed-call.ts";

/** A function that is about an account. `secrets`: those that this function alone needs. */
export const accountCall = <Name extends AccountCallName>(
  name: Name,
  run: (request: Parsed<Name>, call: ManagedCall<AccountRef, never>) => Promise<ResultOf<Name>>,
  secrets: NonNullable<CallableOptions["secrets"]> = [],
): CallableFunction<unknown, Promise<ResultOf<Name>>> =>
  managedCall<Name, AccountRef>(name, {
    what: "account",
    find: (config, { wabaId }, { customerAccounts }) => managedAccount(config, wabaId, customerAccounts()),
    idOf: ({ wabaId }) => wabaId,
    run,
    secrets,
  });
