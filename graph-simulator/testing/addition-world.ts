import assert from "node:assert/strict";
import { addPhoneNumber } from "../../functions/src/app/add-phone-number.ts";
import type { AdditionAsk, AdditionPorts } from "../../functions/src/app/addition.ts";
import { AccountAttemptDocument } from "../../functions/src/contract/account-attempt.ts";
import { PhoneNumberAdditionResult } from "../../functions/src/contract/add-phone-number.ts";
import type { PhoneNumberDocument } from "../../functions/src/contract/phone-number.ts";
import type { AdditionReply } from "../../functions/src/domain/reply.ts";
import { firestoreAccountLeases } from "../../functions/src/firestore/account-leases.ts";
import { firestoreNumberHomes } from "../../functions/src/firestore/number-homes.ts";
import { WABA } from "../../functions/src/testing/fixtures.ts";
import type { SimulatedMeta } from "./simulated-meta.ts";

/** No answer came to the request that adds a number. */
export const LOST: AdditionReply = {
  kind: "unreadable",
  reason: "no whole answer within the deadline",
  httpStatus: null,
};

/** The id of a number that was added, or that was there. */
export const idOf = (result: PhoneNumberAdditionResult): string =>
  "phoneNumberId" in result ? result.phoneNumberId : assert.fail(JSON.stringify(result));

/** Adds numbers to the simulator's first account, and shows what is left there and in the store. */
export function additionWorld(simulated: () => SimulatedMeta) {
  let calls = 0;

  const portsOf = (graph: Partial<AdditionPorts["graph"]> = {}): AdditionPorts => {
    const meta = simulated();
    return {
      graph: { ...meta.graph, ...graph },
      leases: firestoreAccountLeases(meta.store.db),
      homes: firestoreNumberHomes(meta.store.db),
      clock: meta.clock,
      journal: meta.journal,
    };
  };

  const ask = async (
    phoneNumber: string,
    rest: Partial<AdditionAsk> = {},
    ports = portsOf(),
  ): Promise<PhoneNumberAdditionResult> => {
    calls += 1;
    const request: AdditionAsk = {
      wabaId: WABA,
      customerId: null,
      businessId: null,
      attemptId: `call-${calls}`,
      by: "uid-1",
      countryCode: "1",
      phoneNumber,
      verifiedName: "A shop",
      migrate: false,
      namedIds: [],
      manages: () => false,
      ...rest,
    };
    return PhoneNumberAdditionResult.parse(await addPhoneNumber(ports, request));
  };

  return {
    portsOf,
    ask,
    /** How often Meta was asked to add a number. */
    posts: (phoneNumber: string): number =>
      simulated()
        .simulator.requests({ endpoint: "add_number" })
        .filter(
          ({ body }) => typeof body === "object" && body !== null && JSON.stringify(body).includes(`"${phoneNumber}"`),
        ).length,
    document: (id: string): PhoneNumberDocument =>
      simulated().store.number(id).document ?? assert.fail(`${id} has no document`),
    /** An instance of ours dies while it adds a number. */
    died: async (phoneNumber: string, { sent }: { readonly sent: boolean }): Promise<void> => {
      const leases = firestoreAccountLeases(simulated().store.db);
      const [call, attemptId] = ["add_number", `dead-${phoneNumber}`] as const;
      const request = {
        wabaId: WABA,
        customerId: null,
        digits: `1${phoneNumber}`,
        attemptId,
        by: "uid-1",
        call,
        callbackUrl: null,
      };
      assert.ok((await leases.take(request)).granted);
      if (sent) assert.ok(await leases.sending(request, { changes: ["create_number"], replacedUrl: null }));
    },
    /** What the account's audit documents say of a number, each read as the contract has it. */
    audits: (digits: string): AccountAttemptDocument[] => {
      const { documents } = simulated().store;
      return documents
        .inside(`whatsappAccounts/${WABA}/whatsappAttempts`)
        .map((path) => AccountAttemptDocument.parse(documents.read(path)?.fields))
        .filter((audit) => audit.digits === digits);
    },
    /** The lines of the log on reads that failed, from a line on. */
    failedReads: (from = 0): unknown[] =>
      simulated()
        .lines.slice(from)
        .filter(({ event }) => event === "readFailed")
        .map(({ entry }) => entry),
  };
}
