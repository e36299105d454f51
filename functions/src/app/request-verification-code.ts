import type { CodeMethod, VerificationResult } from "../contract/verification.ts";
import { CODE_REQUEST_ADVICE, type PlainVerificationFailure } from "../domain/advice/verification-advice.ts";
import { stopBeforeVerifying, verificationResult, type Verified } from "../domain/outcome/verification.ts";
import { leasedCall, type LeasedPorts } from "./leased-call.ts";
import type { CallAsk, Graph } from "./ports.ts";

/** What asking for a code needs of the world. */
export interface CodeRequestPorts extends LeasedPorts {
  readonly graph: LeasedPorts["graph"] & Pick<Graph, "requestCode">;
}

/** One request for a code, as its caller made it. */
export interface CodeRequestAsk extends CallAsk {
  readonly method: CodeMethod;
  readonly language: string;
}

/** Has Meta send a verification code to the number itself. @throws when the number's lease is in doubt: then nothing was sent. */
export async function requestVerificationCode(
  ports: CodeRequestPorts,
  ask: CodeRequestAsk,
): Promise<VerificationResult> {
  const { outcome, now } = await leasedCall<Verified, PlainVerificationFailure>(ports, ask, {
    call: "request_code",
    advice: CODE_REQUEST_ADVICE,
    limited: "code_request_limited",
    stop: (reads, known) => stopBeforeVerifying(reads, CODE_REQUEST_ADVICE, known),
    send: (deadlineMs) => ports.graph.requestCode(ask, deadlineMs),
    done: () => ({ status: "code_requested", method: ask.method }),
  });
  return verificationResult(outcome, ask.phoneNumberId, now);
}
