import type { FirebaseApp } from "firebase/app";
import { connectFirestoreEmulator, getFirestore } from "firebase/firestore";
import { connectFunctionsEmulator, getFunctions } from "firebase/functions";
import {
  DeregistrationResult,
  type DeregisterPhoneNumberRequest,
} from "../../functions/src/contract/deregister-phone-number.ts";
import {
  AccessCheck,
  AccessDiagnosis,
  type DiagnoseAccessRequest,
} from "../../functions/src/contract/diagnose-access.ts";
import { PhoneNumberView, type RefreshPhoneNumberRequest } from "../../functions/src/contract/refresh-phone-number.ts";
import {
  RegistrationResult,
  type RegisterPhoneNumberRequest,
} from "../../functions/src/contract/register-phone-number.ts";
import type { RequestVerificationCodeRequest } from "../../functions/src/contract/request-verification-code.ts";
import { TestMessageResult, type SendTestMessageRequest } from "../../functions/src/contract/send-test-message.ts";
import { TwoStepPinResult, type SetTwoStepPinRequest } from "../../functions/src/contract/set-two-step-pin.ts";
import { VerificationResult } from "../../functions/src/contract/verification.ts";
import type { VerifyPhoneNumberRequest } from "../../functions/src/contract/verify-phone-number.ts";
import { caller, streamingCaller, type Following } from "./call.ts";
import type { UnrecognizedResult } from "./newer-backend.ts";
import { watchers, type Watchers } from "./watch.ts";

/** A call that is answered with a result, whatever Meta says. It throws `CallError` alone. */
type Call<Request, Result> = (request: Request) => Promise<Result | UnrecognizedResult>;

/** A call that also tells what it finds while it works. */
type FollowedCall<Request, Part, Result> = (
  request: Request,
  following: Following<Part>,
) => Promise<Result | UnrecognizedResult>;

/** Everything a frontend can ask of the backend, and listen to. `phoneNumberId` left out means the configured number. */
export interface RegistrationClient extends Watchers {
  /** Registers a number with the WhatsApp Cloud API. Each call may spend one of ten attempts in 72 hours. */
  readonly registerPhoneNumber: Call<RegisterPhoneNumberRequest, RegistrationResult>;
  /** Takes a number off the Cloud API. The id has no default: naming it is the confirmation. */
  readonly deregisterPhoneNumber: Call<DeregisterPhoneNumberRequest, DeregistrationResult>;
  /** Checks everything that registering needs. It reads only, and hands on each check as it finishes. */
  readonly diagnoseAccess: FollowedCall<DiagnoseAccessRequest, AccessCheck, AccessDiagnosis>;
  /** Reads the number from Meta and brings its document up to date. */
  readonly refreshPhoneNumber: Call<RefreshPhoneNumberRequest, PhoneNumberView>;
  /** Has Meta send a verification code to the number, by SMS or a call. */
  readonly requestVerificationCode: Call<RequestVerificationCodeRequest, VerificationResult>;
  /** Proves that the number is the business's own, with the code that arrived. */
  readonly verifyPhoneNumber: Call<VerifyPhoneNumberRequest, VerificationResult>;
  /** Sets the number's two-step PIN, also when the old one is lost. */
  readonly setTwoStepPin: Call<SetTwoStepPinRequest, TwoStepPinResult>;
  /** Sends a template message. Its way to the recipient is told by `watchTestMessage`. */
  readonly sendTestMessage: Call<SendTestMessageRequest, TestMessageResult>;
}

/** Where the backend runs. */
export interface RegistrationClientOptions {
  /** The region of the functions. Default: `us-central1`. */
  readonly region?: string;
  /** Emulators as `host:port`. Leave out what you have connected yourself. */
  readonly emulators?: { readonly functions?: string; readonly firestore?: string };
}

/** A client for the backend of `app`'s project. Who calls is who is signed in with the app's Firebase Auth. */
export function createRegistrationClient(
  app: FirebaseApp,
  options: RegistrationClientOptions = {},
): RegistrationClient {
  const { region = "us-central1", emulators = {} } = options;
  const functions = getFunctions(app, region);
  const db = getFirestore(app);
  if (emulators.functions !== undefined) connectFunctionsEmulator(functions, ...address(emulators.functions));
  if (emulators.firestore !== undefined) connectFirestoreEmulator(db, ...address(emulators.firestore));
  return {
    registerPhoneNumber: caller(functions, {
      name: "registerPhoneNumber",
      answer: RegistrationResult,
      consumesAppCheckToken: true,
    }),
    deregisterPhoneNumber: caller(functions, { name: "deregisterPhoneNumber", answer: DeregistrationResult }),
    diagnoseAccess: streamingCaller(functions, { name: "diagnoseAccess", part: AccessCheck, answer: AccessDiagnosis }),
    refreshPhoneNumber: caller(functions, { name: "refreshPhoneNumber", answer: PhoneNumberView }),
    requestVerificationCode: caller(functions, { name: "requestVerificationCode", answer: VerificationResult }),
    verifyPhoneNumber: caller(functions, { name: "verifyPhoneNumber", answer: VerificationResult }),
    setTwoStepPin: caller(functions, { name: "setTwoStepPin", answer: TwoStepPinResult, consumesAppCheckToken: true }),
    sendTestMessage: caller(functions, { name: "sendTestMessage", answer: TestMessageResult }),
    ...watchers(db),
  };
}

function address(hostAndPort: string): [host: string, port: number] {
  const { hostname, port } = new URL(`http://${hostAndPort}`);
  return [hostname, Number(port)];
}
