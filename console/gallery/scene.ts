import type { RegistrationRecord, AttemptDocument, MetaView } from "../../functions/src/contract/phone-number.ts";
import type {
  RegistrationFailureStatus,
  RegistrationResult,
} from "../../functions/src/contract/register-phone-number.ts";
import { accessAdvice } from "../../functions/src/domain/advice/access-advice.ts";
import { ADVICE, type Advice } from "../../functions/src/domain/advice/advice.ts";
import { changedDocument, type PhoneNumberChange } from "../../functions/src/domain/lifecycle/phone-number-document.ts";
import { CONNECTED, graphError, metaView } from "../../functions/src/testing/fixtures.ts";
import { budget, record } from "../../functions/src/testing/number-facts.ts";
import type { Exhibit } from "./exhibit.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const OPERATOR = "operator@example.com";

/** Meta's answers that the gallery shows more than once. */
export const NO_PERMISSION = graphError(100, { message: "(#100) Missing Permission", type: "GraphMethodException" });
export const WRONG_PIN = graphError(133_005, { message: "(#133005) Two-step verification PIN mismatch" });

/** What situations are put together from, as of `now` (ms since the epoch). What is derived, the product's own code derives. */
export interface Scene {
  readonly ago: (ms: number) => string;
  readonly ahead: (ms: number) => string;
  /** A verified number that is not registered, and the same one connected. */
  readonly view: MetaView;
  readonly connected: MetaView;
  /** The oldest of them was sent `msAgo`. */
  readonly spent: (used: number, msAgo?: number) => NonNullable<PhoneNumberChange["attempts"]>;
  readonly attempt: (msAgo: number, rest: Partial<AttemptDocument>) => AttemptDocument;
  readonly registered: RegistrationRecord;
  readonly failed: (status: RegistrationFailureStatus, rest?: Partial<RegistrationRecord>) => RegistrationRecord;
  readonly situation: (
    title: string,
    change: PhoneNumberChange | null,
    rest?: Partial<Omit<Exhibit, "document" | "id" | "title">>,
  ) => Omit<Exhibit, "id">;
}

export function sceneAt(now: number): Scene {
  const ago = (ms: number): string => new Date(now - ms).toISOString();
  const ahead = (ms: number): string => ago(-ms);
  const about = { observedAt: ago(5 * MINUTE), displayPhoneNumber: "+1 555 010 4477", verifiedName: "Harbour Coffee" };
  return {
    ago,
    ahead,
    view: metaView(about),
    connected: { ...CONNECTED, ...about, qualityRating: "GREEN" },
    spent: (used, msAgo = 30 * HOUR) =>
      budget({ used, remaining: 10 - used, nextFreeAt: used === 0 ? null : ahead(72 * HOUR - msAgo) }),
    attempt: (msAgo, rest) => ({
      operation: "register",
      reservedAt: ago(msAgo),
      by: OPERATOR,
      status: "missing_permission",
      settledAt: ago(msAgo - 2000),
      message: null,
      graphError: null,
      forced: false,
      dataLocalizationRegion: null,
      before: null,
      expireAt: null,
      ...rest,
    }),
    registered: record("registered", { at: ago(30 * HOUR), by: OPERATOR }),
    failed: (status, rest = {}) =>
      record(status, { at: ago(4 * MINUTE), by: OPERATOR, message: adviceOn(status).message, ...rest }),
    situation: (title, change, rest = {}) => ({
      attempts: [],
      transitions: [],
      events: [],
      messages: [],
      registration: null,
      diagnosis: null,
      turned: null,
      ...rest,
      title,
      document: change === null ? null : changedDocument(undefined, change, now - MINUTE),
    }),
  };
}

/** The advice on a failed registration; of missing permissions, that on those which nothing proves. */
export const adviceOn = (status: RegistrationFailureStatus): Advice =>
  status === "missing_permission" ? accessAdvice({ cause: "unproven", appHasIt: true }) : ADVICE[status];

/** Everything that can be read about access without the system user's own rights, and nothing amiss in it. */
const NOTHING_AMISS = {
  tokenIsValid: true,
  tokenIsSystemUser: true,
  requiredScopesGranted: true,
  requiredPermissionsGranted: true,
  wabaInGranularTargets: true,
  systemUserMayManage: null,
  numberReadable: true,
  numberInWaba: true,
  platformAllowsCloudApi: true,
};

/** What a registration is answered that Meta refuses with #100 while no reading shows why. */
export function unprovenRefusal({ spent }: Scene): RegistrationResult {
  const { resolution, ...advice } = adviceOn("missing_permission");
  return {
    status: "missing_permission",
    phoneNumberId: "550000000000001",
    attempts: spent(1),
    cause: "unproven",
    missing: [],
    evidence: NOTHING_AMISS,
    ...advice,
    resolution: [...resolution],
    retryAt: null,
    graphError: NO_PERMISSION,
  };
}
