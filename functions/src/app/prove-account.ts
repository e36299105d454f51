import type { AccountStepId } from "../contract/account.ts";
import { READS_MS } from "../contract/patience.ts";
import type { AccessToken } from "../domain/access-token.ts";
import type { PlainAccountConnectionFailure } from "../domain/advice/account-connection-advice.ts";
import type { TokenFacts, WabaNumber } from "../domain/diagnosis/access-findings.ts";
import type { Failed } from "../domain/error/call-failure.ts";
import { connectingFailure, sharingFailure, tokenFailure } from "../domain/outcome/account-connection.ts";
import type { ConnectingGraph, SignupGraph } from "./customer-ports.ts";
import type { ReadFailure, CallJournal } from "./ports.ts";

/** What a browser claims of a sign-up, and what it is held against. */
export interface Claimed {
  readonly wabaId: string;
  /** `null`: none was named. */
  readonly phoneNumberId: string | null;
  /** This deployment's app. */
  readonly appId: string;
  /** Whether an account, or a number, is named as the deployment's own. */
  readonly isOwn: (id: string) => boolean;
}

/** What the proof of a claim yielded. */
export interface Proof {
  readonly facts: TokenFacts;
  readonly numbers: readonly WabaNumber[];
  readonly name: string | null;
  readonly businessId: string | null;
}

/** A failure, and the step at which it came. */
export interface Stopped {
  readonly at: AccountStepId;
  readonly failure: Failed<PlainAccountConnectionFailure>;
}

/** A list of an account's numbers may have several pages. */
const LIST_MS = 8000;

/** Confirms against Meta what the browser claimed: the app, the account and the number. Nothing is written. */
export async function proveAccount(
  ports: { readonly signups: SignupGraph; readonly journal: CallJournal },
  { wabaId, phoneNumberId, appId, isOwn }: Claimed,
  token: AccessToken,
  graph: ConnectingGraph,
): Promise<Proof | Stopped> {
  const [inspected, listed, waba, owner] = await Promise.all([
    ports.signups.inspectToken(token, READS_MS),
    graph.numbersOfWaba(wabaId, LIST_MS),
    graph.readWaba(wabaId, READS_MS),
    graph.ownerOf(wabaId, READS_MS),
  ]);
  for (const [read, answer] of Object.entries({ token: inspected, numbersOfWaba: listed, readWaba: waba })) {
    if (!answer.ok) ports.journal.readFailed({ wabaId, read, failure: answer.failure });
  }
  if (!inspected.ok) {
    const { failure } = inspected;
    return {
      at: "token",
      failure: unread(failure),
    };
  }
  const unfit = tokenFailure(inspected.value, appId);
  if (unfit !== null) return { at: "token", failure: unfit };
  if (!listed.ok) {
    const { failure } = listed;
    return {
      at: "account",
      failure: unread(failure),
    };
  }
  const ids = listed.value.map(({ id }) => id);
  if (phoneNumberId !== null && !ids.includes(phoneNumberId))
    return { at: "account", failure: connectingFailure("account_not_shared") };
  if ([wabaId, ...ids].some(isOwn)) return { at: "account", failure: connectingFailure("account_taken") };
  return {
    facts: inspected.value,
    numbers: listed.value,
    name: waba.ok ? waba.value.name : null,
    businessId: owner.ok ? owner.value : null,
  };
}

const unread = (failure: ReadFailure): Stopped["failure"] =>
  failure.kind === "refused" ? sharingFailure(failure.error) : connectingFailure("meta_unavailable");
