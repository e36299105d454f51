import { WABA_ID } from "../../graph-simulator/magic/places.ts";
import type { FieldReport } from "./report.ts";

const RECIPIENT = "4915100000043";
const REGISTERED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;

const plain: FieldReport["arrange"] = (world, nodeId) => world.patchNumber(nodeId, {});
const coexisting: FieldReport["arrange"] = (world, nodeId) =>
  world.patchNumber(nodeId, { ...REGISTERED, isOnBizApp: true });

const metadata = (digits: string, phoneNumberId: string) => ({
  messaging_product: "whatsapp",
  metadata: { display_phone_number: digits, phone_number_id: phoneNumberId },
});

const seconds = (): number => Math.floor(Date.now() / 1000) + 1;

/** What Meta told by webhook. */
export const EVENTS: readonly FieldReport[] = [
  {
    id: "hook-02",
    met: "2025-11-03",
    standing: "doc",
    meta: "messages: a status `played`",
    before: "right",
    answeredBefore: "nothing of it kept",
    answer: "nothing of it is kept; the number is proved live",
    arrange: plain,
    play: {
      kind: "event",
      field: "messages",
      value: (digits, phoneNumberId) => ({
        ...metadata(digits, phoneNumberId),
        statuses: [
          { id: "wamid.INVENTEDPLAYED", status: "played", timestamp: String(seconds()), recipient_id: RECIPIENT },
        ],
      }),
      expected: { lifecycle: "live", reasons: [], kept: false, hidden: ["INVENTEDPLAYED", RECIPIENT] },
    },
  },
  {
    id: "hook-03",
    met: "2026-09-15",
    standing: "doc",
    meta: "business_username_updates: deleted, revoked",
    before: "right",
    answeredBefore: "kept as an event",
    answer: "kept as an event of the number, which it proves live",
    arrange: plain,
    play: {
      kind: "event",
      field: "business_username_updates",
      value: (digits) => ({ display_phone_number: digits, status: "deleted", context: "revoked" }),
      expected: { lifecycle: "live", reasons: [], kept: true },
    },
  },
  {
    id: "hook-04",
    met: "2026-09",
    standing: "log",
    meta: "security: PIN_RESET_SUCCESS, which Meta's page spells PIN_REQUEST_SUCCESS",
    before: "wrong",
    answeredBefore: "kept as an event, and no reason",
    answer: "reason `pin_changed`",
    arrange: plain,
    play: {
      kind: "event",
      field: "security",
      value: (digits) => ({ display_phone_number: digits, event: "PIN_RESET_SUCCESS" }),
      expected: { lifecycle: "live", reasons: ["pin_changed"], kept: true },
    },
  },
  {
    id: "hook-05",
    met: "2026-05-18",
    standing: "doc",
    meta: "account_update: ACCOUNT_OFFBOARDED of a coexisting number",
    before: "poor",
    answeredBefore: "reason `app_removed`",
    answer: "reason `account_offboarded`: Meta reconnects by itself, there is nothing to do at first",
    arrange: coexisting,
    play: {
      kind: "event",
      field: "account_update",
      value: () => ({ event: "ACCOUNT_OFFBOARDED" }),
      expected: {
        lifecycle: "coexistence",
        reasons: ["account_offboarded"],
        kept: true,
        says: /by itself/,
        neverSays: /removed from the account/,
      },
    },
  },
  {
    id: "hook-07",
    met: "2026-09-11",
    standing: "doc",
    meta: "account_update: PARTNER_APP_UNINSTALLED with another partner's partner_app_id, under another entry",
    before: "poor",
    answeredBefore: "reason `app_removed`, as if it were our app",
    answer: "no reason; the event is kept",
    arrange: plain,
    play: {
      kind: "event",
      field: "account_update",
      entryId: "444000000000001",
      value: () => ({
        event: "PARTNER_APP_UNINSTALLED",
        waba_info: {
          waba_id: WABA_ID,
          owner_business_id: "666000000000001",
          partner_app_id: "333000000000001",
        },
      }),
      expected: { lifecycle: "connected", reasons: ["no_webhook_yet"], kept: true },
    },
  },
  {
    id: "hook-09",
    met: "2026-05-21",
    standing: "doc",
    meta: "automatic_events: what a person bought, with the message's id",
    before: "poor",
    answeredBefore: "kept: what was bought, and the message's id",
    answer: "nothing of it is kept",
    arrange: plain,
    play: {
      kind: "event",
      field: "automatic_events",
      value: (digits, phoneNumberId) => ({
        ...metadata(digits, phoneNumberId),
        automatic_events: [
          {
            id: "wamid.INVENTEDPURCHASE",
            event_name: "Purchase",
            timestamp: seconds(),
            ctwa_clid: "InventedClick",
            custom_data: { currency: "USD", value: 25_000 },
          },
        ],
      }),
      expected: {
        lifecycle: "live",
        reasons: [],
        kept: false,
        hidden: ["INVENTEDPURCHASE", "InventedClick", "25000", "Purchase"],
      },
    },
  },
  {
    id: "hook-10",
    met: "2026",
    standing: "claim",
    meta: "account_offboarded as a field of its own",
    before: "poor",
    answeredBefore: "kept as an event, and no reason",
    answer: "as ACCOUNT_OFFBOARDED",
    arrange: coexisting,
    play: {
      kind: "event",
      field: "account_offboarded",
      value: () => ({ waba_id: WABA_ID, timestamp: seconds(), reason: "USER_INITIATED" }),
      expected: { lifecycle: "coexistence", reasons: ["account_offboarded"], kept: true, says: /by itself/ },
    },
  },
  {
    id: "hook-12",
    met: "2026-09-11",
    standing: "doc",
    meta: "account_update: ACCOUNT_RESTRICTION, RESTRICTED_UTILITY_TEMPLATES until a day",
    before: "right",
    answeredBefore: "reason `account_restricted`, with type and end",
    answer: "reason `account_restricted`, with type and end",
    arrange: plain,
    play: {
      kind: "event",
      field: "account_update",
      value: () => ({
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          {
            restriction_type: "RESTRICTED_UTILITY_TEMPLATES",
            expiration: Date.UTC(2030, 0, 1) / 1000,
            remediation: "Review template categories.",
          },
        ],
      }),
      expected: {
        lifecycle: "connected",
        reasons: ["no_webhook_yet", "account_restricted"],
        kept: true,
        says: /RESTRICTED_UTILITY_TEMPLATES until 2030-01-01/,
      },
    },
  },
];
