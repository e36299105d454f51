import type { CallableFunction } from "firebase-functions/https";
import type { ResultOf } from "../contract/call-schemas.ts";
import type { NumberCallName } from "../contract/calls.ts";
import type { Parsed } from "./guarded-call.ts";
import { managedCall, type ManagedCall } from "./managed-call.ts";
import { managedNumber, type ManagedNumber } from "./managed-number.ts";

/** A function that is about one number. */
export const numberCall = <Name extends NumberCallName, Part = never>(
  name: Name,
  run: (request: Parsed<Name>, call: ManagedCall<ManagedNumber, Part>) => Promise<ResultOf<Name>>,
): CallableFunction<unknown, Promise<ResultOf<Name>>, Part> =>
  managedCall<Name, ManagedNumber, Part>(name, {
    what: "number",
    find: (config, { phoneNumberId }, { numberHomes }) => managedNumber(config, phoneNumberId, numberHomes()),
    idOf: ({ phoneNumberId }) => phoneNumberId,
    run,
  });
