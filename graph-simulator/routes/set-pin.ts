import { z } from "zod";
import { type Call, strangeParameter, structure, text } from "../call.ts";
import { appHears } from "../callback-addresses.ts";
import { GraphFailure, invalidParameter, missingParameter, unknownParameter } from "../graph-errors.ts";
import { type Reply, success } from "../reply.ts";
import type { NumberState } from "../state.ts";
import { sixDigits } from "../two-step-pin.ts";
import type { World } from "../world.ts";
import { verifyCallback } from "./verify-callback.ts";

const KNOWN = new Set(["pin", "webhook_configuration", "new_display_name"]);

/** An empty address deletes the override. */
const Configuration = z.strictObject({
  override_callback_uri: z.string().max(200),
  verify_token: z.string().optional(),
});

/** `POST /{phone_number_id}`: one of `pin`, `webhook_configuration` and `new_display_name`. */
export function setPin(world: World, call: Call, number: NumberState): Reply | Promise<Reply> {
  const strange = strangeParameter(call, KNOWN);
  if (strange !== null) throw new GraphFailure(unknownParameter(strange));
  const configuration = structure(call, "webhook_configuration");
  if (configuration !== null) return override(world, call, number, configuration);
  const name = text(call, "new_display_name");
  if (name !== null) return rename(number, name);
  const { pin } = call.parameters;
  if (pin === undefined) throw new GraphFailure(missingParameter("pin"));
  // Also when the old one is lost (documented). That it lifts a lock is a guess.
  number.pin = sixDigits(pin, "pin");
  number.wrongPins = 0;
  number.pinLockedUntil = null;
  return success;
}

function rename(number: NumberState, name: string): Reply {
  if (name.length < 2 || name.length > 75)
    throw new GraphFailure(invalidParameter("Param new_display_name is too long."));
  number.newDisplayName = name;
  number.newNameStatus = "PENDING_REVIEW";
  return success;
}

/** The number's own address, as for the account: with a handshake, and only for apps that hear of messages. */
function override(world: World, call: Call, number: NumberState, configuration: unknown): Reply | Promise<Reply> {
  const parsed = Configuration.safeParse(configuration);
  if (!parsed.success)
    throw new GraphFailure(invalidParameter("Param webhook_configuration has an address of 200 characters."));
  const { override_callback_uri: url, verify_token: verifyToken } = parsed.data;
  if (url === "") {
    number.callbackOverride = null;
    return success;
  }
  if (verifyToken === undefined) throw new GraphFailure(missingParameter("verify_token"));
  if (!appHears(world, call.app.id, "messages")) {
    const message =
      "(#100) Before override the current callback uri, your app must be subscribed to receive messages for WhatsApp Business Account";
    throw new GraphFailure({ code: 100, message });
  }
  return verifyCallback(world, url, verifyToken).then(() => {
    number.callbackOverride = url;
    return success;
  });
}
