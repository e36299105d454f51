import type { Graph } from "../app/ports.ts";
import type { RegisterReply } from "../domain/outcome.ts";
import { proof, secretsOf, type GraphAccess } from "./access.ts";
import { graphUrl } from "./address.ts";
import { exchange, type Exchange } from "./exchange.ts";
import { readRefusal, regainAccessMs } from "./read-refusal.ts";
import { Accepted } from "./wire.ts";

/** The one POST to `/register`, and what its answer says. The only place that reveals a PIN. */
export function register(access: GraphAccess): Graph["register"] {
  return async ({ phoneNumberId, pin, dataLocalizationRegion }, deadlineMs) => {
    const digits = pin.reveal();
    const region = dataLocalizationRegion === null ? {} : { data_localization_region: dataLocalizationRegion };
    const answer = await exchange({
      method: "POST",
      url: graphUrl(access, [phoneNumberId, "register"], proof(access)),
      token: access.token,
      body: { messaging_product: "whatsapp", pin: digits, ...region },
      deadlineMs,
    });
    return readReply(answer, [...secretsOf(access), digits]);
  };
}

function readReply(answer: Exchange, secrets: readonly string[]): RegisterReply {
  if (answer.kind !== "answered") return answer;
  const { httpStatus, json, headers } = answer;
  const error = readRefusal(json, httpStatus, secrets);
  if (error !== null) return { kind: "refused", error, regainAccessMs: regainAccessMs(headers.businessUseCaseUsage) };
  if (httpStatus >= 200 && httpStatus < 300 && Accepted.safeParse(json).success) return { kind: "accepted" };
  return { kind: "unreadable", reason: "neither success nor an error of Graph's", httpStatus };
}
