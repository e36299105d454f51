import { diagnoseAccess as diagnose } from "../app/diagnose-access.ts";
import type { AccessCheck } from "../contract/diagnose-access.ts";
import { knownWebhookAddress } from "../webhook-address.ts";
import { numberCall } from "./number-call.ts";

/** Says what stands in the way of registering and using a number, check by check. Reads only, and spends no attempt. */
export const diagnoseAccess = numberCall<"diagnoseAccess", AccessCheck>(
  "diagnoseAccess",
  (_, { adapters, config, account, ask, send, host }) => {
    const { phoneNumberId, wabaId, customerId, accountIsKnown, businessId } = ask;
    const subject = {
      phoneNumberId,
      wabaId,
      customerId,
      accountIsKnown,
      expectedAppId: config.appId,
      businessId,
      provesAppSecret: config.appSecret !== "",
      graphVersion: config.graphVersion,
      ownWebhook: knownWebhookAddress(host),
    };
    return diagnose(adapters.diagnosisPorts(config, account), subject, send);
  },
);
