import type { Configuration } from "../config.ts";
import type { AccountRef } from "../domain/account.ts";
import { mayActFor, type Caller } from "./caller.ts";
import { notFound } from "./not-found.ts";

/** What decides where a call's number or account is. */
export type Places = Pick<Configuration, "phoneNumberId" | "wabaId" | "namedIds" | "manages" | "managesAccount">;

/**
 * What a call is about, where its caller may act for it. `find` looks for it in the configuration that it is given. @throws not-found, after the
 * same reads, for what does not exist and for what the caller may not see.
 */
export async function seenBy<Known extends Places, Subject extends AccountRef>(
  caller: Omit<Caller, "uid">,
  config: Known,
  what: Parameters<typeof notFound>[0],
  find: (visible: Known) => Promise<Subject>,
): Promise<Subject> {
  const subject = await find(caller.isOperator ? config : toMembers(config));
  if (!mayActFor(caller, subject.customerId)) throw notFound(what);
  return subject;
}

/**
 * The configuration as it is to members: nothing is named in it. So everything that they name is looked up by its document, and what is the
 * deployment's own takes as long to be refused as what does not exist. `0` is nobody's id.
 */
const toMembers = <Known extends Places>(config: Known): Known => ({
  ...config,
  phoneNumberId: "0",
  wabaId: "0",
  namedIds: [],
  manages: () => false,
  managesAccount: () => false,
});
