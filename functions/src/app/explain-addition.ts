import type { GraphError } from "../contract/failure.ts";
import { READS_MS } from "../contract/patience.ts";
import { ADDITION_ADVICE } from "../domain/advice/addition-advice.ts";
import { callRefusalStatus } from "../domain/error/call-refusal.ts";
import {
  additionFailure,
  limitReached,
  migrationNotReady,
  type AdditionOutcome,
  type SimpleAdditionFailure,
} from "../domain/outcome/addition.ts";
import { reachedLimit } from "../domain/outcome/number-limit.ts";
import { accountValue, explainAccountRefusal } from "./account-access.ts";
import type { AdditionAsk, AdditionPorts } from "./addition.ts";
import { findElsewhere } from "./read-migration.ts";

/** A refusal of Meta's to add a number. `numbers`: how many the account listed. */
export interface RefusedAddition {
  readonly digits: string;
  readonly numbers: number;
  readonly error: GraphError;
  readonly regainAccessMs: number | null;
}

/**
 * Says what Meta's refusal means. One code stands for a full account, a number that others hold and a name that is refused: only
 * reads tell which, and where none does the answer says so.
 */
export async function explainAddition(
  ports: AdditionPorts,
  ask: AdditionAsk,
  { digits, numbers, error, regainAccessMs }: RefusedAddition,
): Promise<AdditionOutcome | "already_added"> {
  const call = "add_number";
  const meaning = callRefusalStatus(call, error);
  switch (meaning) {
    case "already_added":
      return meaning;
    case "migration_not_ready":
      return migrationNotReady([], error);
    case "number_held_elsewhere":
      // While a number moves, the same subcode says that its PIN is on or its ownership not verified (Meta, Migrating phone numbers).
      return ask.migrate ? migrationNotReady([], error) : additionFailure(meaning, error);
    case "addition_refused":
      return provenReason(ports, ask, { digits, numbers, error });
    default:
      return explainAccountRefusal<SimpleAdditionFailure>(ports, ask, ADDITION_ADVICE, { call, error, regainAccessMs });
  }
}

async function provenReason(
  ports: AdditionPorts,
  ask: AdditionAsk,
  { digits, numbers, error }: Omit<RefusedAddition, "regainAccessMs">,
): Promise<AdditionOutcome> {
  const { wabaId } = ask;
  const [account, limit, elsewhere] = await Promise.all([
    ports.graph.readWaba(wabaId, READS_MS),
    ports.graph.messagingLimit(wabaId, READS_MS),
    findElsewhere(ports, ask, digits),
  ]);
  if (elsewhere !== null) return additionFailure("number_held_elsewhere", error);
  const reached = reachedLimit({
    numbers,
    businessVerificationStatus: accountValue(ports, wabaId, "account", account)?.businessVerificationStatus ?? null,
    messagingLimit: accountValue(ports, wabaId, "messagingLimit", limit),
  });
  return reached === null ? additionFailure("addition_refused", error) : limitReached(reached, error);
}
