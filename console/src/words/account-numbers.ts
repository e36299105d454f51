import type { UnrecognizedResult } from "../../../client/src/newer-backend.ts";
import type { AccountConnectionResult } from "../../../functions/src/contract/connect-account.ts";
import type { AccountNumber } from "../../../functions/src/contract/list-phone-numbers.ts";
import { failureView, said, type ResultView } from "./failure.ts";
import { statusRow, type MetaRow } from "./meta-words.ts";

/** A number that an account holds at Meta and that is not in the list of this page. */
export interface OfferedNumber {
  readonly id: string;
  /** The verified name, or the phone number, or the id. */
  readonly title: string;
  /** The phone number as Meta writes it, where it is not the title already. */
  readonly subtitle: string | null;
  readonly status: Pick<MetaRow, "meaning" | "tone" | "word">;
}

/** What an account offers to choose from. */
export interface Offer {
  /** Those that can be opened here, in Meta's order. */
  readonly managed: readonly OfferedNumber[];
  /** Those that cannot, because this deployment does not manage them. */
  readonly others: readonly OfferedNumber[];
  /** What is said of these others, and of what is to be done about them; `null`: there is none. */
  readonly about: string | null;
  /** What is said where the account offers nothing; `null`: it offers something. */
  readonly none: string | null;
}

/** The owner of an account: `own` is the deployment, `customers` one of its customers. */
export type AccountKind = "customers" | "own";

/** What an account offers beside the numbers that are in the list already. @param known their ids */
export function offerOf(numbers: readonly AccountNumber[], known: ReadonlySet<string>, kind: AccountKind): Offer {
  const fresh = numbers.filter(({ phoneNumberId }) => !known.has(phoneNumberId));
  const others = fresh.filter(({ managed }) => !managed);
  return {
    managed: fresh.filter(({ managed }) => managed).map(offered),
    others: others.map(offered),
    about: others.length === 0 ? null : ABOUT_OTHERS[kind],
    none: fresh.length > 0 ? null : numbers.length > 0 ? ALL_LISTED : "The account holds no number at Meta yet.",
  };
}

const ALL_LISTED = "Every number that the account holds at Meta is in the list.";

const ABOUT_OTHERS: Readonly<Record<AccountKind, string>> = {
  own: "Not managed by this deployment. To work with one of these here, add its id to MANAGED_PHONE_NUMBER_IDS and deploy the functions.",
  customers:
    "Not taken in when the account was connected. Connect the account again to take in what it holds now; Meta's window is not needed for that.",
};

function offered({ phoneNumberId: id, displayPhoneNumber, verifiedName, status }: AccountNumber): OfferedNumber {
  const [title = id, subtitle = null] = [verifiedName, displayPhoneNumber].filter(
    (name) => name !== null && name !== "",
  );
  return { id, title: title ?? id, subtitle, status: statusRow(status) };
}

/** What came of connecting a customer's account once more. */
export const takenInView = (result: AccountConnectionResult | UnrecognizedResult, now: number): ResultView =>
  result.status === "connected"
    ? said("good", "Connected", "The account's numbers are in the list.")
    : failureView(result, now);
