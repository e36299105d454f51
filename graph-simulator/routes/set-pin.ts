import type { Call } from "../call.ts";
import { GraphFailure, missingParameter } from "../graph-errors.ts";
import { type Reply, success } from "../reply.ts";
import type { NumberState } from "../state.ts";
import { sixDigits } from "../two-step-pin.ts";
import type { World } from "../world.ts";

/** `POST /{phone_number_id}` with `pin`: sets the two-step PIN, also when the old one is lost. That it lifts a lock is a guess. */
export function setPin(_world: World, call: Call, number: NumberState): Reply {
  const { pin } = call.parameters;
  if (pin === undefined) throw new GraphFailure(missingParameter("pin"));
  number.pin = sixDigits(pin, "pin");
  number.wrongPins = 0;
  number.pinLockedUntil = null;
  return success;
}
