import { randomBytes } from "node:crypto";
import { connectAccount, type AccountConnectionAsk, type AccountConnectionPorts } from "../app/connect-account.ts";
import type { ConnectingGraph, LeavingGraph, SignupGraph } from "../app/customer-ports.ts";
import {
  disconnectAccount,
  type AccountDisconnectionAsk,
  type AccountDisconnectionPorts,
} from "../app/disconnect-account.ts";
import type { MetaView } from "../contract/phone-number.ts";
import { AccessToken } from "../domain/access-token.ts";
import type { TokenFacts } from "../domain/diagnosis/access-findings.ts";
import { SignupCode } from "../domain/signup-code.ts";
import { firestoreAccountConnections } from "../firestore/account-connections.ts";
import { firestoreAccountDepartures } from "../firestore/account-departures.ts";
import { firestoreAccountLeases } from "../firestore/account-leases.ts";
import { firestoreAccountTokens } from "../firestore/account-tokens.ts";
import { firestorePendingConnections } from "../firestore/pending-connections.ts";
import { tokenVault } from "../vault/token-vault.ts";
import { clockAt } from "./clocks-by-hand.ts";
import { graphError, metaView, tokenFacts } from "./fixtures.ts";
import { memoryStore } from "./memory-store.ts";

export const APP = "888000000000001";
export const OWN_WABA = "777000000000001";
export const SHOP = "777000000000010";
export const SHOP_NUMBER = "550000000000010";
export const CODE = "AQinventedCode-000000000000000000000001";
export const BUSINESS_TOKEN = "EAAinventedBusinessToken000000000000000000000001";

/** One account at Meta, as the play's other side has it. */
interface PlayedAccount {
  readonly numbers: Record<string, MetaView>;
  subscribed: boolean;
}

type Exchanged = Awaited<ReturnType<SignupGraph["exchangeCode"]>>;

/**
 * Meta's side of a sign-up as a play, and the true adapters of Firestore and the vault on ours. What a test changes holds from the next
 * request on.
 */
export function signupWorld() {
  const clock = { now: Date.UTC(2030, 0, 1) };
  const store = memoryStore(() => clock.now);
  const vault = tokenVault([randomBytes(32).toString("base64url")]);
  const meta = {
    /** What a code is exchanged for. A code serves once. */
    codes: new Map<string, Exchanged>([[CODE, issued(BUSINESS_TOKEN)]]),
    accounts: new Map<string, PlayedAccount>([[SHOP, { numbers: { [SHOP_NUMBER]: metaView() }, subscribed: false }]]),
    /** The accounts that each token covers. */
    covers: new Map<string, readonly string[]>([[BUSINESS_TOKEN, [SHOP]]]),
    facts: (_token: string): TokenFacts => tokenFacts({ appId: APP }),
    subscribe: null as Awaited<ReturnType<ConnectingGraph["subscribeApp"]>> | null,
    unsubscribe: null as Awaited<ReturnType<LeavingGraph["unsubscribeApp"]>> | null,
    revoke: null as Awaited<ReturnType<LeavingGraph["revokeAccess"]>> | null,
    /** The portfolio that owns every account; `null`: Meta does not say. */
    owner: "666000000000001" as string | null,
    /** Every request, in order. */
    requests: [] as string[],
  };

  const signups: SignupGraph = {
    exchangeCode: async (code) => {
      const text = code.reveal();
      meta.requests.push("exchange");
      const answer = meta.codes.get(text);
      if (answer?.kind !== "not_sent") meta.codes.set(text, USED);
      return answer ?? refusal(100, 36009);
    },
    inspectToken: async (token) => {
      meta.requests.push("debug_token");
      return { ok: true, value: meta.facts(token.reveal()) };
    },
  };

  const graphOf = (token: AccessToken): ConnectingGraph & LeavingGraph => {
    const account = (wabaId: string): PlayedAccount | null =>
      meta.covers.get(token.reveal())?.includes(wabaId) === true ? (meta.accounts.get(wabaId) ?? null) : null;
    const read = <Value>(name: string, wabaId: string, value: (found: PlayedAccount) => Value) => {
      meta.requests.push(name);
      const found = account(wabaId);
      return found === null ? OUT_OF_REACH : ({ ok: true, value: value(found) } as const);
    };
    return {
      inspectToken: async () => ({ ok: true, value: meta.facts(token.reveal()) }),
      permissions: async () => ({ ok: true, value: [] }),
      assignedUsers: async () => ({ ok: true, value: [] }),
      readWaba: async (wabaId) =>
        read("account", wabaId, () => ({
          name: "Invented Shop",
          reviewStatus: null,
          businessVerificationStatus: null,
          ownershipType: null,
        })),
      ownerOf: async (wabaId) => read("owner", wabaId, () => meta.owner),
      numbersOfWaba: async (wabaId) =>
        read("numbers", wabaId, ({ numbers }) =>
          Object.entries(numbers).map(([id, { displayPhoneNumber }]) => ({ id, displayPhoneNumber })),
        ),
      readNumber: async (id) => {
        meta.requests.push("number");
        const view = [...meta.accounts].find(([wabaId]) => account(wabaId) !== null)?.[1].numbers[id];
        return view === undefined ? OUT_OF_REACH : { ok: true, value: view };
      },
      subscribedApps: async (wabaId) =>
        read("subscribed", wabaId, ({ subscribed }) =>
          subscribed ? [{ id: APP, name: "Invented app", override: null }] : [],
        ),
      subscribeApp: async ({ wabaId }) => {
        meta.requests.push("subscribe");
        const found = account(wabaId);
        if (meta.subscribe !== null) return meta.subscribe;
        if (found === null) return refusal(100, 33);
        found.subscribed = true;
        return { kind: "accepted" };
      },
      unsubscribeApp: async (wabaId) => {
        meta.requests.push("unsubscribe");
        if (meta.unsubscribe !== null) return meta.unsubscribe;
        const found = account(wabaId);
        if (found === null) return refusal(100, 33);
        found.subscribed = false;
        return { kind: "accepted" };
      },
      revokeAccess: async () => {
        meta.requests.push("revoke");
        if (meta.revoke !== null) return meta.revoke;
        meta.covers.delete(token.reveal());
        return { kind: "accepted" };
      },
    };
  };

  const lines: unknown[] = [];
  const ports: AccountConnectionPorts = {
    signups,
    graphOf,
    pending: firestorePendingConnections(store.db, vault),
    accounts: firestoreAccountConnections(store.db, vault),
    tokens: firestoreAccountTokens(store.db, vault),
    leases: firestoreAccountLeases(store.db),
    clock: clockAt(() => clock.now),
    journal: new Proxy({}, { get: (_, event) => (entry: unknown) => void lines.push({ event, entry }) }) as never,
  };

  const leaving: AccountDisconnectionPorts = {
    departures: firestoreAccountDepartures(store.db, vault),
    leases: ports.leases,
    graphOf,
    clock: ports.clock,
    journal: ports.journal,
  };

  let calls = 0;
  const ask = (rest: Partial<AccountConnectionAsk> = {}): AccountConnectionAsk => {
    calls += 1;
    return {
      by: "uid-1",
      customerId: "acme",
      wabaId: SHOP,
      attemptId: `call-${calls}`,
      code: new SignupCode(CODE),
      phoneNumberId: SHOP_NUMBER,
      appId: APP,
      isOwn: (id) => id === OWN_WABA,
      ...rest,
    };
  };
  const leave = (rest: Partial<AccountDisconnectionAsk> = {}): AccountDisconnectionAsk => {
    calls += 1;
    return { by: "uid-1", customerId: "acme", wabaId: SHOP, attemptId: `call-${calls}`, appId: APP, ...rest };
  };
  const put = (path: string, fields: object): void =>
    store.documents.commit([{ path, kind: "set", fields: { ...fields }, unchangedSince: undefined }], clock.now);

  return {
    clock,
    store,
    vault,
    meta,
    ports,
    lines,
    put,
    ask,
    connect: (rest: Partial<AccountConnectionAsk> = {}, changed: Partial<AccountConnectionPorts> = {}) =>
      connectAccount({ ...ports, ...changed }, ask(rest)),
    /** Meta's answers to some of the requests that connecting an account makes with a customer's token; the rest is as it was. */
    answering: (changed: (graph: ConnectingGraph) => Partial<ConnectingGraph>) => ({
      graphOf: (token: AccessToken): ConnectingGraph => {
        const graph = graphOf(token);
        return { ...graph, ...changed(graph) };
      },
    }),
    leaving,
    disconnect: (rest: Partial<AccountDisconnectionAsk> = {}, changed: Partial<AccountDisconnectionPorts> = {}) =>
      disconnectAccount({ ...leaving, ...changed }, leave(rest)),
    /** Stores an account as if acme had connected it with this token. Nobody knows its owner. */
    connected: async (wabaId: string, token: string): Promise<void> => {
      const at = new Date(clock.now).toISOString();
      const path = `whatsappAccountTokens/${wabaId}`;
      put(path, { customerId: "acme", sealed: await vault.seal(new AccessToken(token), path), updatedAt: at });
      put(`whatsappAccounts/${wabaId}`, {
        customerId: "acme",
        wabaId,
        name: null,
        businessId: null,
        state: "connected",
        reason: null,
        steps: [],
        phoneNumberIds: [],
        token: { state: "valid", expiresAt: null },
        connectedAt: at,
        customerSince: at,
        by: "uid-1",
        updatedAt: at,
      });
    },
    document: (path: string) => store.documents.read(path)?.fields,
    /** Everything that is stored, as one text, by the paths of the documents. */
    stored: (): Record<string, unknown> =>
      Object.fromEntries(
        [
          "whatsappAccounts",
          "whatsappAccountTokens",
          "whatsappAccountLeases",
          "whatsappPendingConnections",
          "whatsappNumbers",
          "whatsappLedgers",
        ]
          .flatMap((collection) => store.documents.inside(collection))
          .map((path) => [path, store.documents.read(path)?.fields]),
      ),
  };
}

export const issued = (token: string): Exchanged => ({ kind: "accepted", token: new AccessToken(token) });

export const refusal = (code: number, subcode: number | null = null, message = "Something") =>
  ({ kind: "refused", error: graphError(code, { subcode, message }), regainAccessMs: null }) as const;

const USED = refusal(100, 36009, "This authorization code has been used.");
export const OUT_OF_REACH = {
  ok: false,
  failure: { kind: "refused", error: graphError(100, { subcode: 33 }) },
} as const;
