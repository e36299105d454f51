import type { MigrationPrecondition } from "../../contract/add-phone-number.ts";
import type { MetaView } from "../../contract/phone-number.ts";
import type { WabaFacts } from "../diagnosis/facts.ts";
import { isOff } from "../phone-number.ts";

/** What was read of a number's two sides before it moves; `null`: it could not be read, which forbids nothing. */
export interface MigrationReads {
  readonly account: WabaFacts | null;
  readonly hasPayment: boolean | null;
  /** How many apps get the account's events. */
  readonly apps: number | null;
  /** The number where it is now; `null`: in no account that the token reaches. */
  readonly source: SourceReads | null;
}

export interface SourceReads {
  readonly view: MetaView | null;
  readonly pinEnabled: boolean | null;
  /** Meta's word for a change of the display name that is under way. */
  readonly newNameStatus: string | null;
  readonly accountMode: string | null;
  readonly account: WabaFacts | null;
}

/** Words for a change of the name that is over. */
const NAME_SETTLED: ReadonlySet<string> = new Set(["NONE", "NON_EXISTS", "APPROVED", "DECLINED", "EXPIRED"]);

/** The preconditions that reading shows not to be met, in the order in which a person would put them right. */
export function unmetPreconditions({ account, hasPayment, apps, source }: MigrationReads): MigrationPrecondition[] {
  const unmet: readonly (readonly [MigrationPrecondition, boolean])[] = [
    ["account_approved", isOther(account?.reviewStatus, "APPROVED")],
    ["business_verified", isOther(account?.businessVerificationStatus?.toUpperCase(), "VERIFIED")],
    ["payment_method", hasPayment === false],
    ["app_subscribed", apps === 0],
    ...sourceSide(source),
  ];
  return unmet.flatMap(([precondition, isUnmet]) => (isUnmet ? [precondition] : []));
}

function sourceSide(source: SourceReads | null): (readonly [MigrationPrecondition, boolean])[] {
  const view = source?.view ?? null;
  const pending = source?.newNameStatus ?? null;
  return [
    ["source_not_test_number", source?.accountMode === "SANDBOX"],
    ["source_not_on_business_app", view?.isOnBusinessApp === true],
    ["source_registered", view !== null && isOff(view)],
    ["source_pin_off", source?.pinEnabled === true],
    ["source_name_approved", isOther(view?.nameStatus, "APPROVED") || (pending !== null && !NAME_SETTLED.has(pending))],
    ["source_account_approved", isOther(source?.account?.reviewStatus, "APPROVED")],
  ];
}

/** Whether Meta said another word than this one. */
const isOther = (said: string | null | undefined, word: string): boolean => said != null && said !== word;
