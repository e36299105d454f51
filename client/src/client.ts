import type { FirebaseApp } from "firebase/app";
import { connectFunctionsEmulator, getFunctions } from "firebase/functions";
import type { z } from "zod";
import { CALL_SCHEMAS, type RequestOf, type ResultOf } from "../../functions/src/contract/call-schemas.ts";
import { CALLS, type CallName } from "../../functions/src/contract/calls.ts";
import { DEFAULT_REGION, deployedName } from "../../functions/src/contract/deployment.ts";
import { AccessCheck } from "../../functions/src/contract/diagnose-access.ts";
import { caller, streamingCaller, type Callable, type Following } from "./call.ts";
import { hostAndPort } from "./host-and-port.ts";
import type { UnrecognizedResult } from "./newer-backend.ts";

/** A call that is answered with a result, whatever Meta says. It throws `CallError` alone. */
type Call<Name extends CallName> = (request: RequestOf<Name>) => Promise<ResultOf<Name> | UnrecognizedResult>;

/** A call that also tells what it finds while it works. */
type FollowedCall<Name extends CallName, Part> = (
  request: RequestOf<Name>,
  following: Following<Part>,
) => Promise<ResultOf<Name> | UnrecognizedResult>;

/** Every callable of the backend has its method here, or this does not compile. */
type Calls = { readonly [Name in CallName]: RegistrationClient[Name] };

/** Everything a frontend can ask of the backend. `phoneNumberId` left out means the configured number. */
export interface RegistrationClient {
  /** Registers a number with the WhatsApp Cloud API. Each call may spend one of ten attempts in 72 hours. */
  readonly registerPhoneNumber: Call<"registerPhoneNumber">;
  /** Takes a number off the Cloud API. The id has no default: naming it is the confirmation. */
  readonly deregisterPhoneNumber: Call<"deregisterPhoneNumber">;
  /** Checks everything that registering needs. It reads only, and hands on each check as it finishes. */
  readonly diagnoseAccess: FollowedCall<"diagnoseAccess", AccessCheck>;
  /** Reads the number from Meta and brings its document up to date. */
  readonly refreshPhoneNumber: Call<"refreshPhoneNumber">;
  /** Has Meta send a verification code to the number, by SMS or a call. */
  readonly requestVerificationCode: Call<"requestVerificationCode">;
  /** Proves that the number is the business's own, with the code that arrived. */
  readonly verifyPhoneNumber: Call<"verifyPhoneNumber">;
  /** Sets the number's two-step PIN, also when the old one is lost. */
  readonly setTwoStepPin: Call<"setTwoStepPin">;
  /** Sends a template message. Its way to the recipient is told by `watchTestMessage` of the watchers. */
  readonly sendTestMessage: Call<"sendTestMessage">;
  /** Which numbers an account holds at Meta, and which of them the backend manages. It reads only. */
  readonly listPhoneNumbers: Call<"listPhoneNumbers">;
  /** Creates a number in an account, or moves one there. Asking twice adds once. */
  readonly addPhoneNumber: Call<"addPhoneNumber">;
  /** Has Meta send an account's events to the backend, and says which webhook fields the app lacks. Asking twice changes nothing. */
  readonly connectWebhook: Call<"connectWebhook">;
  /** Connects a customer's account from what Embedded Signup gave the page; call it at once, and again without `code` where it stopped. */
  readonly connectAccount: Call<"connectAccount">;
  /** Lets a customer's account go. The id has no default: naming it is the confirmation. */
  readonly disconnectAccount: Call<"disconnectAccount">;
}

/** Where the backend runs. */
export interface RegistrationClientOptions {
  /** The region of the functions. Default: `us-central1`. */
  readonly region?: string;
  /** What stands before the functions' names: the codebase's `prefix` in firebase.json, or the group that they are exported in. */
  readonly prefix?: string;
  /** The functions emulator as `host:port`. Leave it out where you connect it yourself. */
  readonly emulators?: { readonly functions?: string };
}

/** A client for the backend of `app`'s project. Calls are made by the user who is signed in with the app's Firebase Auth. */
export function createRegistrationClient(
  app: FirebaseApp,
  options: RegistrationClientOptions = {},
): RegistrationClient {
  const { region = DEFAULT_REGION, prefix = "", emulators = {} } = options;
  const functions = getFunctions(app, region);
  if (emulators.functions !== undefined) connectFunctionsEmulator(functions, ...hostAndPort(emulators.functions));
  const callable = <Name extends CallName>(name: Name): Callable<ResultOf<Name>> => callableOf(name, prefix);
  const calls: Calls = {
    registerPhoneNumber: caller(functions, callable("registerPhoneNumber")),
    deregisterPhoneNumber: caller(functions, callable("deregisterPhoneNumber")),
    diagnoseAccess: streamingCaller(functions, { ...callable("diagnoseAccess"), part: AccessCheck }),
    refreshPhoneNumber: caller(functions, callable("refreshPhoneNumber")),
    requestVerificationCode: caller(functions, callable("requestVerificationCode")),
    verifyPhoneNumber: caller(functions, callable("verifyPhoneNumber")),
    setTwoStepPin: caller(functions, callable("setTwoStepPin")),
    sendTestMessage: caller(functions, callable("sendTestMessage")),
    listPhoneNumbers: caller(functions, callable("listPhoneNumbers")),
    addPhoneNumber: caller(functions, callable("addPhoneNumber")),
    connectWebhook: caller(functions, callable("connectWebhook")),
    connectAccount: caller(functions, callable("connectAccount")),
    disconnectAccount: caller(functions, callable("disconnectAccount")),
  };
  return calls;
}

/** A callable as the contract's tables describe it. TypeScript does not see that a row's schema reads what the row says. */
function callableOf<Name extends CallName>(name: Name, prefix: string): Callable<ResultOf<Name>> {
  const answer = CALL_SCHEMAS[name].result as z.ZodType as z.ZodType<ResultOf<Name>>;
  return { name: deployedName(prefix, name), answer, consumesAppCheckToken: CALLS[name].consumesAppCheckToken };
}
