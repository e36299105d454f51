import { onSchedule } from "firebase-functions/scheduler";
import { reconcileAccounts } from "../app/reconcile-accounts.ts";
import { ACCOUNT_SECRETS, configuration } from "../config.ts";
import { OPTIONS } from "../options.ts";

/** Reads every number whose time has come. A run that finds nothing due reads two documents. */
export const reconcilePhoneNumbers = onSchedule(
  {
    ...OPTIONS,
    schedule: "every 1 minutes",
    timeZone: "Etc/UTC",
    secrets: [...ACCOUNT_SECRETS],
    // One run at a time is enough; two at a time would only read twice.
    maxInstances: 1,
    concurrency: 1,
    retryCount: 0,
  },
  async () => {
    const { accountReconciling, ownAccount, reconcilePorts } = await import("../composition.ts");
    const config = configuration();
    await reconcileAccounts(reconcilePorts(config, ownAccount(config)), config, accountReconciling(config));
  },
);
