import { READS_MS } from "../contract/patience.ts";
import type { TokenFacts, WabaNumber } from "../domain/diagnosis/access-findings.ts";
import { numberStatus } from "../domain/number-status.ts";
import type { MigrationReads, SourceReads } from "../domain/outcome/migration.ts";
import { digitsOf } from "../domain/phone-number.ts";
import { accountValue } from "./account-access.ts";
import type { AccountGraph, AccountSubject } from "./account-ports.ts";
import type { Read, CallJournal } from "./ports.ts";

/** What reading the two sides of a move needs of the world. */
export interface MigrationReading {
  readonly graph: Pick<
    AccountGraph,
    | "readNumber"
    | "inspectToken"
    | "numbersOfWaba"
    | "readWaba"
    | "subscribedApps"
    | "pinEnabled"
    | "accountMode"
    | "hasPaymentMethod"
    | "newNameStatus"
  >;
  readonly journal: Pick<CallJournal, "readFailed">;
}

/** Accounts of the token's that are looked through for a number. */
const MOST_ACCOUNTS = 10;
const MANAGEMENT = "whatsapp_business_management";

/** Everything about a move that can be read, on both sides, before Meta is asked for it. */
export async function readMigration(
  ports: MigrationReading,
  subject: AccountSubject,
  digits: string,
): Promise<MigrationReads> {
  const { graph } = ports;
  const { wabaId } = subject;
  const [account, payment, apps, source] = await Promise.all([
    graph.readWaba(wabaId, READS_MS),
    graph.hasPaymentMethod(wabaId, READS_MS),
    graph.subscribedApps(wabaId, READS_MS),
    readSource(ports, subject, digits),
  ]);
  return {
    account: accountValue(ports, wabaId, "account", account),
    hasPayment: accountValue(ports, wabaId, "payment", payment),
    apps: accountValue(ports, wabaId, "subscribedApps", apps)?.length ?? null,
    source,
  };
}

/** A number in an account. */
interface Found {
  readonly phoneNumberId: string;
  readonly wabaId: string;
}

/** The number in another account that the token reaches; `null`: in none that can be looked through. */
export async function findElsewhere(
  ports: Pick<MigrationReading, "journal"> & {
    readonly graph: Pick<AccountGraph, "inspectToken" | "numbersOfWaba" | "readNumber">;
  },
  { wabaId: here }: AccountSubject,
  digits: string,
): Promise<Found | null> {
  const { graph } = ports;
  const token = accountValue(ports, here, "token", await graph.inspectToken(READS_MS));
  const others = accountsOf(token).filter((wabaId) => wabaId !== here);
  const found = await Promise.all(
    others.slice(0, MOST_ACCOUNTS).map(async (wabaId) => {
      const listed = await graph.numbersOfWaba(wabaId, READS_MS);
      const phoneNumberId = listed.ok ? await present(graph, listed.value, digits) : null;
      return phoneNumberId === null ? [] : [{ phoneNumberId, wabaId }];
    }),
  );
  return found.flat()[0] ?? null;
}

/** The number with these digits in an account's list, unless reading it shows that it has left; `null`: there is none. */
export async function present(
  graph: Pick<AccountGraph, "readNumber">,
  numbers: readonly WabaNumber[],
  digits: string,
): Promise<string | null> {
  for (const { id, displayPhoneNumber } of numbers) {
    if (digitsOf(displayPhoneNumber) !== digits) continue;
    const read = await graph.readNumber(id, READS_MS);
    if (!read.ok || !numberStatus(read.value.status).left) return id;
  }
  return null;
}

/** The accounts that the token lists. It lists none where its scope covers everything. */
const accountsOf = (token: TokenFacts | null): readonly string[] =>
  token?.granularScopes?.find(({ scope }) => scope === MANAGEMENT)?.targetIds ?? [];

async function readSource(
  ports: MigrationReading,
  subject: AccountSubject,
  digits: string,
): Promise<SourceReads | null> {
  const found = await findElsewhere(ports, subject, digits);
  if (found === null) return null;
  const { graph } = ports;
  const { phoneNumberId, wabaId } = found;
  const [view, pin, name, mode, account] = await Promise.all([
    graph.readNumber(phoneNumberId, READS_MS),
    graph.pinEnabled(phoneNumberId, READS_MS),
    graph.newNameStatus(phoneNumberId, READS_MS),
    graph.accountMode(phoneNumberId, READS_MS),
    graph.readWaba(wabaId, READS_MS),
  ]);
  const value = <Value>(what: string, read: Read<Value>): Value | null => accountValue(ports, wabaId, what, read);
  return {
    view: value("number", view),
    pinEnabled: value("pinEnabled", pin),
    newNameStatus: value("newNameStatus", name),
    accountMode: value("accountMode", mode),
    account: value("account", account),
  };
}
