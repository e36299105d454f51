import type { AccessDiagnosis } from "../../functions/src/contract/diagnose-access.ts";
import type { AttemptDocument, PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import type { RegistrationResult } from "../../functions/src/contract/register-phone-number.ts";
import type { TestMessageDocument } from "../../functions/src/contract/test-message.ts";
import type { TransitionDocument } from "../../functions/src/contract/transition.ts";
import type { WebhookEventDocument } from "../../functions/src/contract/webhook.ts";

/** One number as the gallery shows it: what would be stored of it, and what its calls are answered. */
export interface Situation {
  readonly id: string;
  readonly title: string;
  readonly document: PhoneNumberDocument | null;
  readonly attempts: readonly AttemptDocument[];
  readonly transitions: readonly TransitionDocument[];
  readonly events: readonly WebhookEventDocument[];
  readonly messages: readonly TestMessageDocument[];
  readonly registration: RegistrationResult | null;
  readonly diagnosis: AccessDiagnosis | null;
}
