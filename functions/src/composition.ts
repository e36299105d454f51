import type { CustomerAccounts, NumberHomes } from "./app/account-ports.ts";
import type { AdditionPorts } from "./app/addition.ts";
import type { AttemptPorts } from "./app/attempt-plan.ts";
import type { AccountConnectionPorts } from "./app/connect-account.ts";
import type { WebhookConnectionPorts } from "./app/connect-webhook.ts";
import type { AccountTokens, TokenVault } from "./app/customer-ports.ts";
import type { DiagnosisPorts } from "./app/diagnose-access.ts";
import type { AccountDisconnectionPorts } from "./app/disconnect-account.ts";
import type { RequestPorts } from "./app/idempotent-call.ts";
import type { LeasedPorts } from "./app/leased-call.ts";
import type { NumberListPorts } from "./app/list-phone-numbers.ts";
import type { DiagnosticGraph, SendingSource } from "./app/ports.ts";
import type { AccountReconciling } from "./app/reconcile-accounts.ts";
import type { ReconcilePorts } from "./app/reconcile-ports.ts";
import type { RefreshPorts } from "./app/refresh-phone-number.ts";
import type { TestMessagePorts } from "./app/send-test-message.ts";
import { clock } from "./clock.ts";
import { firestoreDatabase, type Configuration } from "./config.ts";
import { AccessToken } from "./domain/access-token.ts";
import { nameOfActing, type Account, type AccountRef } from "./domain/account.ts";
import { firestoreAccountConnections } from "./firestore/account-connections.ts";
import { firestoreAccountDepartures } from "./firestore/account-departures.ts";
import { firestoreAccountLeases } from "./firestore/account-leases.ts";
import { firestoreAccountStanding } from "./firestore/account-standing.ts";
import { firestoreAccountTokens } from "./firestore/account-tokens.ts";
import { firestoreAttempts } from "./firestore/attempts.ts";
import { firestoreCustomerAccounts } from "./firestore/customer-accounts.ts";
import { database } from "./firestore/database.ts";
import { firestoreDueNumbers } from "./firestore/due-numbers.ts";
import { firestoreLeases } from "./firestore/leases.ts";
import { firestoreManyNumbers } from "./firestore/looks-together.ts";
import { firestoreNumberHomes } from "./firestore/number-homes.ts";
import { firestorePendingConnections } from "./firestore/pending-connections.ts";
import { firestorePhoneNumbers } from "./firestore/phone-numbers.ts";
import { firestoreReconcilerMemory } from "./firestore/reconciler-memory.ts";
import { firestoreRecords } from "./firestore/records.ts";
import { firestoreRequests } from "./firestore/requests.ts";
import { firestoreTestMessages } from "./firestore/test-messages.ts";
import { firestoreTokenCircuit } from "./firestore/token-circuit.ts";
import type { GraphAccess } from "./graph/access.ts";
import { metaGraph } from "./graph/meta-graph.ts";
import { refusedTo } from "./graph/refused-fields.ts";
import { signupGraph } from "./graph/signup-graph.ts";
import { usageMeter } from "./graph/usage-meter.ts";
import { journal } from "./journal/journal.ts";
import { noticeJournal } from "./journal/notice-journal.ts";
import { keepingOpened } from "./vault/opened-tokens.ts";
import { tokenVault } from "./vault/token-vault.ts";
import { knownWebhookAddress } from "./webhook-address.ts";

/** The deployment's own account, or another one that its own token reaches. */
export function ownAccount(config: Configuration, wabaId = config.wabaId): Account {
  const { appSecret, appId, businessId } = config;
  const credentials = { token: new AccessToken(config.token), appSecret, appId };
  return { wabaId, customerId: null, businessId, credentials };
}

/** The account with what acts for it; `null`: nothing does, because its customer has left. */
export async function accountOf(config: Configuration, ref: AccountRef): Promise<Account | null> {
  if (ref.customerId === null) return ownAccount(config, ref.wabaId);
  const token = await accountTokens(config).tokenOf(ref);
  return token === null ? null : customersAccount(config, ref, token);
}

function customersAccount({ appSecret, appId }: Configuration, ref: AccountRef, token: AccessToken): Account {
  return { ...ref, businessId: null, credentials: { token, appSecret, appId } };
}

/** The adapters that a customer's account is connected with. */
export function accountConnectionPorts(config: Configuration): AccountConnectionPorts {
  const { graphBaseUrl: baseUrl, graphVersion: version, appId, appSecret } = config;
  const db = database(firestoreDatabase());
  const vault = vaultOf(config);
  return {
    signups: signupGraph({ baseUrl, version, appId: appId ?? "", appSecret }, revealed),
    graphOf: (token) => graphOf(config, { token, appSecret, appId }),
    pending: firestorePendingConnections(db, vault),
    accounts: firestoreAccountConnections(db, vault),
    leases: firestoreAccountLeases(db),
    tokens: accountTokens(config),
    clock,
    journal,
  };
}

/** The adapters that a customer's account is disconnected with. */
export function accountDisconnectionPorts(config: Configuration): AccountDisconnectionPorts {
  const { appId, appSecret } = config;
  const db = database(firestoreDatabase());
  return {
    departures: firestoreAccountDepartures(db, vaultOf(config)),
    graphOf: (token) => graphOf(config, { token, appSecret, appId }),
    leases: firestoreAccountLeases(db),
    clock,
    journal,
  };
}

const accountTokens = (config: Configuration): AccountTokens =>
  firestoreAccountTokens(database(firestoreDatabase()), vaultOf(config));

let instanceVault: TokenVault | undefined;

/** The vault of this instance, whose keys are those that it was started with. */
const vaultOf = ({ tokenKeys }: Configuration): TokenVault => (instanceVault ??= keepingOpened(tokenVault(tokenKeys)));

const revealed = (token: AccessToken): string => token.reveal();

const tokenOf = ({ credentials }: Account): string => revealed(credentials.token);

const nameOf = (account: Account): string => nameOfActing(account, tokenOf(account));

function graphOf(
  { graphBaseUrl, graphVersion }: Configuration,
  { token, ...app }: Account["credentials"],
  meter?: GraphAccess["meter"],
): ReturnType<typeof metaGraph> {
  return metaGraph({
    baseUrl: graphBaseUrl,
    version: graphVersion,
    token: revealed(token),
    ...app,
    refused: refusedTo(revealed(token)),
    ...(meter === undefined ? {} : { meter }),
  });
}

/** Every call takes of it what it needs. */
interface WholeGraph {
  readonly graph: DiagnosticGraph;
}

/** The adapters of calls that Meta counts: registering and deregistering. */
export function attemptPorts(config: Configuration, account: Account): AttemptPorts & WholeGraph {
  const db = database(firestoreDatabase());
  return {
    graph: graphOf(config, account.credentials),
    attempts: firestoreAttempts(db, config.registrationBudget, clock),
    circuit: firestoreTokenCircuit(db, nameOf(account)),
    clock,
    journal,
  };
}

/** The adapters that calls work with which take a number's lease and spend no attempt. */
export function leasedPorts(config: Configuration, account: Account): LeasedPorts & WholeGraph {
  return {
    graph: graphOf(config, account.credentials),
    leases: firestoreLeases(database(firestoreDatabase())),
    clock,
    journal,
  };
}

/** What finds out whether messages from a number arrive. */
function sendingSource(
  { phoneNumberId, appId, graphVersion }: Configuration,
  { wabaId }: Account,
  graph: DiagnosticGraph,
): SendingSource {
  return {
    graph,
    configured: { phoneNumberId, wabaId },
    expectedAppId: appId,
    graphVersion,
    ownWebhook: knownWebhookAddress(null),
  };
}

/** The adapters that reading a number anew works with. */
export function refreshPorts(config: Configuration, account: Account): RefreshPorts {
  const numbers = firestorePhoneNumbers(database(firestoreDatabase()), {
    seenBy: "refresh",
    limit: config.registrationBudget,
  });
  const graph = graphOf(config, account.credentials);
  const sending = sendingSource(config, account, graph);
  return { graph, numbers, sending, clock, journal: { ...journal, ...noticeJournal } };
}

/** The adapters that a test message is sent with. */
export function testMessagePorts(config: Configuration, account: Account): TestMessagePorts {
  return {
    graph: graphOf(config, account.credentials),
    messages: firestoreTestMessages(database(firestoreDatabase())),
    clock,
    journal,
  };
}

/** The adapters that a request is carried out with once, whose caller gave it an id. */
export function requestPorts(): RequestPorts {
  return { requests: firestoreRequests(database(firestoreDatabase())), clock, journal };
}

/** The adapters that a number is added with. */
export function additionPorts(config: Configuration, account: Account): AdditionPorts {
  return { ...accountPorts(config, account), homes: numberHomes() };
}

/** The adapters that the webhook is connected with. */
export function webhookConnectionPorts(config: Configuration, account: Account): WebhookConnectionPorts {
  return accountPorts(config, account);
}

/** The adapters that an account's numbers are listed with. */
export function numberListPorts(config: Configuration, account: Account): NumberListPorts {
  const homes = firestoreNumberHomes(database(firestoreDatabase()));
  return { graph: graphOf(config, account.credentials), homes, clock, journal };
}

function accountPorts(config: Configuration, account: Account): WebhookConnectionPorts & Pick<AdditionPorts, "graph"> {
  return {
    graph: graphOf(config, account.credentials),
    leases: firestoreAccountLeases(database(firestoreDatabase())),
    clock,
    journal,
  };
}

/** Where numbers belong. */
export function numberHomes(): NumberHomes {
  return firestoreNumberHomes(database(firestoreDatabase()));
}

/** The accounts that customers have connected. */
export function customerAccounts(): CustomerAccounts {
  return firestoreCustomerAccounts(database(firestoreDatabase()));
}

/** The adapters that a diagnosis works with. */
export function diagnosisPorts(config: Configuration, account: Account): DiagnosisPorts {
  return {
    graph: graphOf(config, account.credentials),
    records: firestoreRecords(database(firestoreDatabase()), config.registrationBudget),
    clock,
  };
}

/** What customers' accounts are looked at with. */
export function accountReconciling(config: Configuration): AccountReconciling {
  return {
    portsOf: async (ref) => {
      const account = await accountOf(config, ref);
      if (account === null) return null;
      const standing = firestoreAccountStanding(database(firestoreDatabase()));
      return { ...reconcilePorts(config, account), tokenSeen: (token) => standing.tokenSeen(ref, token) };
    },
  };
}

/** The adapters that the reconciler works with. */
export function reconcilePorts(config: Configuration, account: Account): ReconcilePorts {
  const db = database(firestoreDatabase());
  const meter = usageMeter();
  const graph = graphOf(config, account.credentials, meter.note);
  return {
    graph,
    sending: sendingSource(config, account, graph),
    budget: meter,
    due: firestoreDueNumbers(db),
    homes: firestoreNumberHomes(db),
    numbers: firestoreManyNumbers(db, { seenBy: "reconcile", limit: config.registrationBudget }),
    memory: firestoreReconcilerMemory(db, nameOf(account)),
    circuit: firestoreTokenCircuit(db, nameOf(account)),
    clock,
    journal: noticeJournal,
  };
}
