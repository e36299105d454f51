import { type Call, text } from "../call.ts";
import { GraphFailure, invalidParameter, missingParameter, NO_CODE } from "../graph-errors.ts";
import { isLanguage } from "../languages.ts";
import { ok, type Reply, success } from "../reply.ts";
import type { NumberState } from "../state.ts";
import { sixDigits } from "../two-step-pin.ts";
import type { World } from "../world.ts";

/** The code that every request_code "sends". */
const VERIFICATION_CODE = "246810";

const WINDOW = 72 * 3_600_000;
/** Codes for one number in a moving 72 hours before Graph refuses (log of one author). */
const LIMIT = 10;

/**
 * A number that needs no code gets none. That Meta refuses it so is inferred from its words for numbers that are not eligible;
 * after a registration was answered 133006 the way is open, although reads show VERIFIED.
 */
function refuseVerified(number: NumberState): void {
  if (number.codeVerificationStatus === "VERIFIED" && !number.needsReverification) throw new GraphFailure(NO_CODE);
}

/** `POST /{phone_number_id}/request_code`. */
export function requestCode(_world: World, call: Call, number: NumberState): Reply {
  const [method, language] = [text(call, "code_method"), text(call, "language")];
  if (method === null) throw new GraphFailure(missingParameter("code_method"));
  if (language === null) throw new GraphFailure(missingParameter("language"));
  if (!["SMS", "VOICE"].includes(method)) {
    throw new GraphFailure(invalidParameter("Param code_method must be SMS or VOICE."));
  }
  if (!isLanguage(language)) throw new GraphFailure(invalidParameter("Param language is not a supported locale."));
  number.codeRequests = number.codeRequests.filter((time) => time > call.now - WINDOW);
  refuseVerified(number);
  if (number.codeRequests.length >= LIMIT) {
    const userMessage = "You have requested a verification code too many times. Try again later.";
    throw new GraphFailure({ code: 136024, subcode: 2388367, userTitle: "Request code limit", userMessage });
  }
  number.codeRequests.push(call.now);
  number.pendingCode = VERIFICATION_CODE;
  return success;
}

/** `POST /{phone_number_id}/verify_code`. A wrong code is 136025/2388093 (seen in a log), never a wrong PIN. */
export function verifyCode(_world: World, call: Call, number: NumberState): Reply {
  const sent = text(call, "code");
  if (sent === null) throw new GraphFailure(missingParameter("code"));
  if (sixDigits(sent, "code") !== number.pendingCode) {
    const userMessage = "The code you entered is not correct.";
    throw new GraphFailure({ code: 136025, subcode: 2388093, userTitle: "Wrong code", userMessage });
  }
  number.pendingCode = null;
  number.needsReverification = false;
  number.codeVerificationStatus = "VERIFIED";
  return ok({ success: true, id: number.id });
}
