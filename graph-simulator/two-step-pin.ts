import { GraphFailure, invalidParameter } from "./graph-errors.ts";
import type { NumberState } from "./state.ts";

/** Wrong PINs before Graph refuses every PIN, and for how long: both guessed, Meta only says that there is such a limit. */
const GUESSES = 5;
const LOCKED_FOR = 12 * 3_600_000;

/** A PIN or a code is a string of six digits, or #100; a wrong length has words of its own (seen in logs). */
export function sixDigits(value: unknown, name: string): string {
  if (typeof value === "string" && value.length !== 6) {
    throw new GraphFailure({ code: 100, message: `(#100) Param ${name} must be 6 characters long.` });
  }
  if (typeof value === "string" && /^\d{6}$/.test(value)) return value;
  throw new GraphFailure(invalidParameter(`Param ${name} must be a string of six digits.`));
}

/** Compares a PIN with the number's own, which it becomes when the number has none. Throws 133005 or 133008. */
export function checkPin(number: NumberState, pin: string, now: number): void {
  if (number.pinLockedUntil !== null && now < number.pinLockedUntil) throw locked(number.pinLockedUntil - now);
  number.pinLockedUntil = null;
  if (number.pin !== null && number.pin !== pin) {
    number.wrongPins += 1;
    if (number.wrongPins < GUESSES) throw new GraphFailure({ code: 133005 });
    number.wrongPins = 0;
    number.pinLockedUntil = now + LOCKED_FOR;
    throw locked(LOCKED_FOR);
  }
  number.pin = pin;
  number.wrongPins = 0;
}

function locked(wait: number): GraphFailure {
  const minutes = Math.ceil(wait / 60_000);
  return new GraphFailure({
    code: 133008,
    details: `Too many two-step verification PIN guesses for this phone number. Try again after ${minutes} minutes.`,
  });
}
