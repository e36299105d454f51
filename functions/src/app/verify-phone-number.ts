import type { VerificationResult } from "../contract/verification.ts";
import { CODE_GUESS_ADVICE, type PlainVerificationFailure } from "../domain/advice/verification-advice.ts";
import { stopBeforeVerifying, verificationResult, type Verified } from "../domain/outcome/verification.ts";
import { isVerified } from "../domain/phone-number.ts";
import type { VerificationCode } from "../domain/verification-code.ts";
import { leasedCall, type LeasedPorts } from "./leased-call.ts";
import type { CallAsk, Graph } from "./ports.ts";

/** What handing a code in needs of the world. */
export interface CodeGuessPorts extends LeasedPorts {
  readonly graph: LeasedPorts["graph"] & Pick<Graph, "verifyCode">;
}

/** One code, as its caller typed it. */
export interface CodeGuessAsk extends CallAsk {
  readonly code: VerificationCode;
}

/** Hands a verification code in at Meta. @throws when the number's lease is in doubt: then nothing was sent. */
export async function verifyPhoneNumber(ports: CodeGuessPorts, ask: CodeGuessAsk): Promise<VerificationResult> {
  const { outcome, now } = await leasedCall<Verified, PlainVerificationFailure>(ports, ask, {
    call: "verify_code",
    advice: CODE_GUESS_ADVICE,
    limited: "code_guess_limited",
    stop: (reads, known) => stopBeforeVerifying(reads, CODE_GUESS_ADVICE, known),
    send: (deadlineMs) => ports.graph.verifyCode(ask, deadlineMs),
    shown: (view) => (isVerified(view) ? { status: "verified", confirmed: true } : null),
    done: (_, view) => ({ status: "verified", confirmed: view !== null && isVerified(view) }),
  });
  return verificationResult(outcome, ask.phoneNumberId, now);
}
