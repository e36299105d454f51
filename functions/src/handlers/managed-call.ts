import type { CallableFunction } from "firebase-functions/https";
import type * as Composition from "../composition.ts";
import type { Configuration } from "../config.ts";
import type { ResultOf } from "../contract/call-schemas.ts";
import type { CallName } from "../contract/calls.ts";
import type { Account, AccountRef } from "../domain/account.ts";
import { guardedCall, type AnyRequest, type CallPlan, type GuardedCall, type Parsed } from "./guarded-call.ts";
import { notFound } from "./not-found.ts";
import { seenBy } from "./seen-by.ts";

/** Everything that a call works with besides what was sent. */
export interface ManagedCall<Subject extends AccountRef, Part> extends Omit<GuardedCall<Part>, "attempt"> {
  /** The account that the call acts for, with its credentials. */
  readonly account: Account;
  /** What the call is about, who asks, and an id of this call that is made once. */
  readonly ask: Subject & Pick<Account, "businessId"> & GuardedCall<Part>["attempt"];
}

/** One kind of calls about what is managed here: what they are about, and how it is named. */
export interface ManagedCallKind<Name extends CallName, Subject extends AccountRef, Part> extends Pick<
  CallPlan<Name, Subject, Part>,
  "idOf" | "secrets"
> {
  readonly what: "number" | "account";
  /** @throws not-found for what is not this deployment's. */
  readonly find: (config: Configuration, request: AnyRequest, adapters: typeof Composition) => Promise<Subject>;
  readonly run: (request: Parsed<Name>, call: ManagedCall<Subject, Part>) => Promise<ResultOf<Name>>;
}

/** A call about what is managed here, which acts with the credentials of its account. */
export const managedCall = <Name extends CallName, Subject extends AccountRef, Part = never>(
  name: Name,
  { what, find, idOf, run, secrets }: ManagedCallKind<Name, Subject, Part>,
): CallableFunction<unknown, Promise<ResultOf<Name>>, Part> =>
  guardedCall<Name, { readonly subject: Subject; readonly account: Account }, Part>(name, {
    find: async (request, caller, { config, adapters }) => {
      const subject = await seenBy(caller, config, what, (visible) => find(visible, request, adapters));
      const account = await adapters.accountOf(config, subject);
      if (account === null) throw notFound(what);
      return { subject, account };
    },
    idOf: ({ subject }) => idOf(subject),
    run: (request, { subject, account }, { attempt, ...call }) =>
      run(request, { ...call, account, ask: { ...subject, businessId: account.businessId, ...attempt } }),
    ...(secrets === undefined ? {} : { secrets }),
  });
