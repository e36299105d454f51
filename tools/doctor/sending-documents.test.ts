import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { refreshPhoneNumber } from "../../functions/src/app/refresh-phone-number.ts";
import type { Lifecycle } from "../../functions/src/contract/lifecycle.ts";
import { PhoneNumberView } from "../../functions/src/contract/refresh-phone-number.ts";
import { changedDocument } from "../../functions/src/domain/lifecycle/phone-number-document.ts";
import { firestorePhoneNumbers } from "../../functions/src/firestore/phone-numbers.ts";
import { metaGraph } from "../../functions/src/graph/meta-graph.ts";
import { clockAt } from "../../functions/src/testing/clocks-by-hand.ts";
import { memoryStore } from "../../functions/src/testing/memory-store.ts";
import { told } from "../../functions/src/testing/number-facts.ts";
import { recordingJournal } from "../../functions/src/testing/recording-journal.ts";
import { describedSimulator } from "../../graph-simulator/testing/described-simulator.ts";
import { AT_ONCE } from "./diagnose-set-up.ts";
import { SENDING_SET_UPS, type SendingSetUp } from "./sending-set-ups.ts";
import { IN_ORDER } from "./set-up.ts";

/** What a number's document shows after it was read anew, in one of these set-ups. */
async function documentOf({ configured, arrange }: SendingSetUp): Promise<PhoneNumberView> {
  const simulator = await describedSimulator();
  after(() => simulator.close());
  arrange?.(simulator);
  const set = { ...IN_ORDER, ...configured };
  const { phoneNumberId, wabaId, token, appSecret, graphVersion, expectedAppId, ownWebhook } = set;
  const store = memoryStore(() => simulator.state.clock.now());
  const lastEvent = (await set.records?.lastWebhookEventAt(wabaId)) ?? null;
  if (lastEvent !== null)
    store.number(phoneNumberId).document = changedDocument(undefined, { webhook: told({}, lastEvent) }, store.now());
  const graph = metaGraph({ baseUrl: simulator.url, version: graphVersion, token, appSecret });
  const configuredNumber = { phoneNumberId, wabaId };
  const { journal } = recordingJournal();
  const ports = {
    graph,
    sending: { graph, configured: configuredNumber, expectedAppId, graphVersion, ownWebhook },
    numbers: firestorePhoneNumbers(store.db, { seenBy: "refresh", limit: 10 }),
    clock: clockAt(store.now),
    journal: journal as Parameters<typeof refreshPhoneNumber>[0]["journal"],
  };
  return PhoneNumberView.parse(
    await refreshPhoneNumber(ports, {
      ...configuredNumber,
      customerId: null,
      accountIsKnown: true,
      businessId: set.businessId,
    }),
  );
}

/** Words for a number that is registered and looks healthy. */
const IN_USE: ReadonlySet<Lifecycle> = new Set(["connected", "live", "coexistence"]);

describe("a number's document agrees with the verdict on sending", { concurrency: AT_ONCE }, () => {
  for (const setUp of SENDING_SET_UPS) {
    const { verdict, first } = setUp.expected;
    it(`${setUp.title}: ${verdict}`, async () => {
      const view = await documentOf(setUp);
      // A number that cannot be read has no document of its own making: the answer says why, and what to do.
      if (view.status !== "refreshed") {
        assert.ok(verdict === "blocked" && view.resolution.length > 0, view.status);
        return;
      }
      assert.equal(view.sending?.verdict, verdict);
      if (verdict !== "blocked") return;
      const codes = view.reasons.map(({ code }) => code);
      assert.ok(codes.length > 0, "it says that nothing is sent, and not why");
      if (IN_USE.has(view.lifecycle)) assert.ok(codes.includes("sending_blocked"), codes.join());
      assert.ok(first !== null && view.reasons.every(({ resolution }) => resolution.length > 0));
    });
  }
});
