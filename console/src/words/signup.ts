import type { UnrecognizedResult } from "../../../client/src/newer-backend.ts";
import type { FinishedSignup, SignupResult } from "../../../client/src/signup/result.ts";
import type { AccountConnectionResult } from "../../../functions/src/contract/connect-account.ts";
import { failureView, said, type ResultView } from "./failure.ts";

/** What is said of a dialog that has nothing to connect. */
export function signupView(result: Exclude<SignupResult, FinishedSignup>): ResultView {
  switch (result.status) {
    case "cancelled":
      return said(
        "plain",
        "The sign-up was not finished",
        result.step === null
          ? "Meta's window was closed. Nothing was connected."
          : `Meta's window was left on the screen ${result.step}. Nothing was connected.`,
      );
    case "meta_error":
      return {
        ...said("warn", "Meta reported an error", result.message),
        metaWords: [
          ["code", result.code],
          ["session", result.sessionId],
        ].flatMap(([label, value]) => (value == null || label == null ? [] : [[label, value] as const])),
      };
    case "script_blocked":
      return said(
        "warn",
        "Meta's script did not load",
        "A content blocker, a policy or the network kept connect.facebook.net away. Allow it for this page, and press again.",
      );
    case "popup_blocked":
      return said("warn", "The browser opened no window", "Allow windows for this page, and press once more.");
    case "incomplete":
      return said(
        "warn",
        "The sign-up is not complete",
        result.missing === "account"
          ? "Meta named no account. Start again, and share one in Meta's window."
          : "Meta gave no code. Start again.",
      );
    case "timeout":
      return said("warn", "The sign-up did not end", "Meta's window did not say in time how it ended. Start again.");
  }
}

type Connected = Extract<AccountConnectionResult, { status: "connected" }>;

const NEXT: Readonly<Record<Connected["next"], string>> = {
  verify: "Verify next that the number is the business's own; then it is registered.",
  register: "Register the number next, with its two-step PIN.",
  ready: "The number is registered already.",
  nothing_to_register: "There is nothing to register: no number was chosen, or it stays on the WhatsApp Business app.",
};

/** What came of connecting the account. */
export function connectionView(result: AccountConnectionResult | UnrecognizedResult, now: number): ResultView {
  return result.status === "connected" ? said("good", "Connected", NEXT[result.next]) : failureView(result, now);
}
