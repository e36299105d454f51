import type { Graph } from "../app/ports.ts";
import type { GraphAccess } from "./access.ts";
import { postForSuccess } from "./post-reply.ts";

/** The one POST to `/register`, and what its answer says. One of two places that reveal a PIN. */
export function register(access: GraphAccess): Graph["register"] {
  return ({ phoneNumberId, pin, dataLocalizationRegion }, deadlineMs) => {
    const digits = pin.reveal();
    const region = dataLocalizationRegion === null ? {} : { data_localization_region: dataLocalizationRegion };
    return postForSuccess(access, {
      parts: [phoneNumberId, "register"],
      body: { messaging_product: "whatsapp", pin: digits, ...region },
      hidden: [digits],
      deadlineMs,
    });
  };
}
