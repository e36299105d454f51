import { assetScope, systemUserAssigned, wabaReadable } from "./asset-checks.ts";
import { attemptBudget } from "./budget-check.ts";
import type { Check } from "./check.ts";
import { messagingHealth, quality, throughput } from "./health-checks.ts";
import {
  displayName,
  numberInWaba,
  numberMode,
  numberPlatform,
  numberReadable,
  numberVerified,
} from "./number-checks.ts";
import { managementPermission, messagingPermission, otherPermissions } from "./permission-checks.ts";
import { apiVersion, graphReachable } from "./reach-checks.ts";
import { registration, twoStepPin } from "./registration-checks.ts";
import { SENDING_CHECKS } from "./sending-checks.ts";
import { tokenApp, tokenExpiry, tokenKind, tokenValid } from "./token-checks.ts";
import { appSubscribed, webhookEvents, webhookFields } from "./webhook-checks.ts";

/** Every check, in the order in which a person would put things right: what comes first is the cause of what fails behind it. */
export const CHECKS: readonly Check[] = [
  graphReachable,
  apiVersion,
  tokenValid,
  tokenKind,
  tokenExpiry,
  tokenApp,
  managementPermission,
  messagingPermission,
  otherPermissions,
  assetScope,
  wabaReadable,
  systemUserAssigned,
  numberReadable,
  numberInWaba,
  numberPlatform,
  numberMode,
  numberVerified,
  displayName,
  twoStepPin,
  registration,
  attemptBudget,
  appSubscribed,
  webhookFields,
  webhookEvents,
  quality,
  throughput,
  messagingHealth,
  ...SENDING_CHECKS,
];
