import { reachNumberToWrite } from "../access.ts";
import { spendAttempt } from "../attempts.ts";
import type { Call } from "../call.ts";
import { GraphFailure, NOT_LINKED } from "../graph-errors.ts";
import { release } from "../registration.ts";
import { type Reply, success } from "../reply.ts";
import type { NumberState } from "../state.ts";
import type { World } from "../world.ts";

/** The number to deregister, its attempt counted. Whether Meta counts these apart from registrations is not known. */
export function openDeregistration(world: World, call: Call): NumberState {
  const number = reachNumberToWrite(world, call);
  spendAttempt(number, "deregister", call.now);
  return number;
}

/** `POST /{phone_number_id}/deregister`, without a body. Refused for coexistence numbers (documented; the words are guessed). */
export function deregister(_world: World, _call: Call, number: NumberState): Reply {
  if (number.isOnBizApp) {
    const message = "Deregister endpoint is not available for SMB businesses.";
    throw new GraphFailure({ code: 100, message });
  }
  if (!number.registered && !number.incompleteDeregistration) throw new GraphFailure(NOT_LINKED);
  release(number);
  return success;
}
