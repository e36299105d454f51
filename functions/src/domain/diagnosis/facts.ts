import type { AttemptBudget } from "../../contract/attempts.ts";
import type { GraphError } from "../../contract/failure.ts";
import type { MetaView, RegistrationRecord } from "../../contract/phone-number.ts";
import type { ReadFailure } from "../read.ts";
import type { AssignedUser, PermissionGrant, TokenFacts, WabaNumber } from "./access-findings.ts";
import type { Remedy } from "./finding.ts";

/** Why there is no fact: a read that failed, or nothing to read it from. `reason` is then a whole sentence. */
export type Absence =
  | ReadFailure
  | { readonly kind: "no_source"; readonly reason: string; readonly remedy: Remedy | null };

/** What reading one thing yielded. */
export type Fact<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Absence };

/** Graph answered. `servedVersion`: the version that did, from the header `facebook-api-version`; `refusal`: it would not say who the token is. */
export interface Reach {
  readonly servedVersion: string | null;
  readonly refusal: GraphError | null;
}

/** A WhatsApp Business Account in Meta's own words; all of them open. */
export interface WabaFacts {
  readonly name: string | null;
  readonly reviewStatus: string | null;
  readonly businessVerificationStatus: string | null;
  readonly ownershipType: string | null;
}

/** An app that gets the webhooks of an account. */
export interface SubscribedApp {
  readonly id: string;
  readonly name: string | null;
  /** Where this account's events go instead of to the app's own address; `null`: there. The query string is cut off. */
  readonly override: string | null;
}

/** Where an app's events about WhatsApp accounts go, and which of them (Meta, Graph API, Subscriptions). */
export interface AppSubscription {
  /** Without its query string; `null`: Meta names none. */
  readonly callbackUrl: string | null;
  readonly active: boolean;
  readonly fields: readonly string[];
}

/** `health_status`: whether messages can be sent, and which of the things involved is in the way (Meta, Health status). */
export interface MessagingHealth {
  readonly canSendMessage: string;
  readonly entities: readonly HealthEntity[];
}

export interface HealthEntity {
  /** PHONE_NUMBER, WABA, BUSINESS, APP, MESSAGE_TEMPLATE; open. */
  readonly type: string;
  readonly canSendMessage: string | null;
  /** What Meta says is wrong, and what it proposes. */
  readonly problems: readonly string[];
  /** The codes of `errors`, in order (`HEALTH_CODES`); `null`: one that Meta did not name. */
  readonly codes: readonly (number | null)[];
  /** `additional_info`: remarks without a code. They are among `problems`, too. */
  readonly notes: readonly string[];
}

/** Where Meta sends events: the most specific address that is set is used (Meta, Webhook overrides). Query strings are cut off. */
export interface WebhookAddresses {
  readonly phoneNumber: string | null;
  readonly waba: string | null;
  readonly application: string | null;
}

/** Everything that a diagnosis reads, each part on its own. */
export interface DiagnosisFacts {
  readonly reach: Fact<Reach>;
  readonly token: Fact<TokenFacts>;
  readonly grants: Fact<readonly PermissionGrant[]>;
  readonly waba: Fact<WabaFacts>;
  readonly wabaNumbers: Fact<readonly WabaNumber[]>;
  readonly assigned: Fact<readonly AssignedUser[]>;
  readonly subscribed: Fact<readonly SubscribedApp[]>;
  /** `null`: the app hears nothing of WhatsApp accounts. */
  readonly appSubscription: Fact<AppSubscription | null>;
  readonly number: Fact<MetaView>;
  readonly pinEnabled: Fact<boolean>;
  readonly accountMode: Fact<string>;
  readonly throughput: Fact<string>;
  readonly health: Fact<MessagingHealth>;
  readonly webhook: Fact<WebhookAddresses>;
  /** Whether a payment method is set for the account. */
  readonly payment: Fact<boolean>;
  /** TIER_250 to TIER_UNLIMITED; open. */
  readonly messagingLimit: Fact<string>;
  readonly budget: Fact<AttemptBudget>;
  readonly lastEvent: Fact<string | null>;
  /** What the number's document says of registering; `null`: nothing. */
  readonly lastRegistration: Fact<RegistrationRecord | null>;
}

/** What a diagnosis is about. `null`: not configured. */
export interface DiagnosisSubject {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  /** Whether the number is known to belong to the account; else the account is a guess. */
  readonly accountIsKnown: boolean;
  readonly expectedAppId: string | null;
  readonly businessId: string | null;
  /** Whether calls carry a proof of the app secret, so that Meta compares its app with the token's. */
  readonly provesAppSecret: boolean;
  readonly graphVersion: string;
  /** The address of this deployment's own webhook; `null`: it is not known. */
  readonly ownWebhook: string | null;
  /** Ms since the epoch. */
  readonly now: number;
}
