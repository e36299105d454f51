import type { UnrecognizedResult } from "../../../client/src/newer-backend.ts";
import type { AccountDocument } from "../../../functions/src/contract/account.ts";
import type {
  AccountDisconnectionResult,
  DisconnectionStepId,
} from "../../../functions/src/contract/disconnect-account.ts";
import { failureView, said, type ResultView } from "./failure.ts";

/** What an account is called: Meta's name of it, or its id. */
export const accountName = ({ name, wabaId }: Pick<AccountDocument, "name" | "wabaId">): string => name ?? wabaId;

/** What disconnecting an account does, said before it is done. */
export function disconnectionQuestion(account: Pick<AccountDocument, "name" | "phoneNumberIds" | "wabaId">): string {
  const count = account.phoneNumberIds.length;
  const numbers =
    count === 0
      ? ""
      : count === 1
        ? " Its number stays at Meta as it is, and can no longer be used from here."
        : ` Its ${count} numbers stay at Meta as they are, and can no longer be used from here.`;
  return `${accountName(account)} is disconnected from here: Meta no longer sends its events here, the access that was given in Meta's window is taken back, and the token is deleted.${numbers} What has happened stays readable. The way back is to connect the account again.`;
}

/** What is said of a step that Meta did not let be done, or that was left out. */
const NOT_DONE: Readonly<Record<DisconnectionStepId, string>> = {
  webhook: "Meta still has this app on the account.",
  access: "The access was not taken back at Meta.",
  numbers: "Its numbers are still read.",
  token: "The token is still there.",
};

/** What came of `disconnectAccount`. */
export function disconnectionView(result: AccountDisconnectionResult | UnrecognizedResult, now: number): ResultView {
  if (result.status === "not_connected")
    return said("good", "Disconnected before", "The account was no longer connected. Nothing was changed.");
  if (result.status !== "disconnected") return failureView(result, now);
  const left = result.steps.filter(({ state }) => state !== "done");
  return said(
    left.some(({ state }) => state === "failed") ? "warn" : "good",
    "Disconnected",
    "The token is deleted, and the account's numbers are no longer read.",
    ...left.map(({ id, message }) => [NOT_DONE[id], message].join(" ").trim()),
  );
}
