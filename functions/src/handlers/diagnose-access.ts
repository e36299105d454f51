import { diagnoseAccess as diagnose } from "../app/diagnose-access.ts";
import { diagnosisPorts } from "../composition.ts";
import { configuration, metaAppSecret, metaSystemUserToken } from "../config.ts";
import { DiagnoseAccessRequest, type AccessCheck, type AccessDiagnosis } from "../contract/diagnose-access.ts";
import { callable } from "./callable.ts";
import { managedNumber } from "./managed-number.ts";
import { operator, type Caller } from "./operator.ts";

/** Says what stands in the way of registering and using a number, check by check. Reads only, and spends no attempt. */
export const diagnoseAccess = callable<DiagnoseAccessRequest, Caller, AccessDiagnosis, AccessCheck>({
  name: "diagnoseAccess",
  options: { secrets: [metaSystemUserToken, metaAppSecret] },
  guard: operator,
  input: DiagnoseAccessRequest,
  run: (request, _caller, send) => {
    const config = configuration();
    const subject = {
      ...managedNumber(config, request.phoneNumberId),
      expectedAppId: config.appId,
      businessId: config.businessId,
      provesAppSecret: config.appSecret !== "",
      graphVersion: config.graphVersion,
    };
    return diagnose(diagnosisPorts(config), subject, send);
  },
});
