import type { AccountDocument } from "../../functions/src/contract/account.ts";
import type { AccountConnectionResult } from "../../functions/src/contract/connect-account.ts";
import type { AccessDiagnosis } from "../../functions/src/contract/diagnose-access.ts";
import type { PhoneNumberList } from "../../functions/src/contract/list-phone-numbers.ts";
import type { AttemptDocument, PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import type { RegistrationResult } from "../../functions/src/contract/register-phone-number.ts";
import type { TestMessageDocument } from "../../functions/src/contract/test-message.ts";
import type { TransitionDocument } from "../../functions/src/contract/transition.ts";
import type { WebhookEventDocument } from "../../functions/src/contract/webhook.ts";

/** One number as the gallery shows it: what would be stored of it, and what its calls are answered. */
export interface Exhibit {
  readonly id: string;
  readonly title: string;
  readonly document: PhoneNumberDocument | null;
  readonly attempts: readonly AttemptDocument[];
  readonly transitions: readonly TransitionDocument[];
  readonly events: readonly WebhookEventDocument[];
  readonly messages: readonly TestMessageDocument[];
  readonly registration: RegistrationResult | null;
  readonly diagnosis: AccessDiagnosis | null;
  /** What a registration leaves behind; `null`: all stays as it is. */
  readonly turned: Pick<Exhibit, "attempts" | "document"> | null;
}

/** What connecting an account is answered, by the customer for whom it is done, and the accounts that a member has. */
export interface Connections {
  readonly results: Readonly<Record<string, AccountConnectionResult>>;
  readonly accounts: readonly AccountDocument[];
  /** What listing an account's numbers is answered, by the account's id; the deployment's own is `own`. */
  readonly lists: Readonly<Record<string, PhoneNumberList>>;
}

/** All that the gallery shows. */
export interface Shown {
  readonly situations: readonly Exhibit[];
  readonly connections: Connections;
}
