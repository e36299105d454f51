import assert from "node:assert/strict";
import {
  connectWebhook,
  type WebhookConnectionAsk,
  type WebhookConnectionPorts,
} from "../../functions/src/app/connect-webhook.ts";
import { WebhookConnectionResult } from "../../functions/src/contract/connect-webhook.ts";
import { NEEDED_FIELDS } from "../../functions/src/domain/webhook-fields.ts";
import { firestoreAccountLeases } from "../../functions/src/firestore/account-leases.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { WABA } from "../../functions/src/testing/fixtures.ts";
import { webhookServer } from "../../functions/src/testing/webhook-server.ts";
import { simulatedMeta } from "./simulated-meta.ts";

export const APP = "888000000000001";
export const WORD = "invented0word";
/** Another's address. */
export const FOREIGN = "https://other.example.com/hook";
/** An account that no app is subscribed to. */
export const UNSUBSCRIBED = "777000000000003";

/** Connecting the webhook at the simulator, with a webhook that answers its handshake. */
export async function webhookConnections() {
  const meta = await simulatedMeta();
  const { state } = meta.simulator;
  const webhook = await webhookServer({
    appSecret: "simulator-app-secret",
    verifyToken: WORD,
    take: async () => undefined,
  });
  const ours = (): string => `${webhook.url}metaWebhook`;

  const portsOf = (graph: Partial<WebhookConnectionPorts["graph"]> = {}): WebhookConnectionPorts => ({
    graph: {
      ...metaGraph({
        baseUrl: meta.simulator.url,
        version: "v25.0",
        token: "SIMULATOR-SYSTEM-USER-TOKEN",
        appSecret: "simulator-app-secret",
      }),
      ...graph,
    },
    leases: firestoreAccountLeases(meta.store.db),
    clock: meta.clock,
    journal: meta.journal,
  });

  let calls = 0;
  const connect = async (
    rest: Partial<WebhookConnectionAsk> = {},
    ports = portsOf(),
  ): Promise<WebhookConnectionResult> => {
    calls += 1;
    const request: WebhookConnectionAsk = {
      wabaId: WABA,
      customerId: null,
      businessId: null,
      attemptId: `call-${calls}`,
      by: "uid-1",
      callbackUrl: ours(),
      verifyToken: WORD,
      hasAppSecret: true,
      appId: null,
      mayOverride: false,
      ...rest,
    };
    return WebhookConnectionResult.parse(await connectWebhook(ports, request));
  };

  return {
    meta,
    /** The address of the webhook. */
    ours,
    portsOf,
    connect,
    /** The id of the last call. */
    lastCall: (): string => `call-${calls}`,
    /** Makes the app hear of these fields at this address. */
    appHears: (callbackUrl: string | null, fields: readonly string[] = NEEDED_FIELDS, active = true): void => {
      const subscriptions =
        callbackUrl === null && fields.length === 0
          ? []
          : [{ object: "whatsapp_business_account", callbackUrl, active, fields: [...fields] }];
      state.patchApp(APP, { subscriptions });
    },
    account: (id = WABA) => state.wabas.get(id) ?? assert.fail(),
    app: () => state.apps.get(APP)?.subscriptions.find(({ object }) => object === "whatsapp_business_account"),
    /** The requests that changed something, by their ends. */
    posts: (): string[] => meta.simulator.requests({ method: "POST" }).map(({ endpoint }) => endpoint ?? ""),
    /** How often it was read where the account's events go. */
    looks: (): number => meta.simulator.requests({ endpoint: "list_subscribed_apps" }).length,
    reset: (): void => {
      state.reset();
      state.webhooks.aim(null);
      meta.simulator.clearRequests();
      meta.lines.length = 0;
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await meta[Symbol.asyncDispose]();
      await webhook[Symbol.asyncDispose]();
    },
  };
}
