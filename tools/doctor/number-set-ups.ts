import { graphError } from "../../functions/src/testing/fixtures.ts";
import { record } from "../../functions/src/testing/number-facts.ts";
import { fix, healthy, NOTHING_TO_DO, unclear } from "./expecting.ts";
import { FRESH_BUDGET, remembering, type SetUp } from "./set-up.ts";

const COMPARE = "Compare the ids";
const READY = "Register the number, with the PIN it has";
const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true };
const WEBHOOK = { webhookConfiguration: { application: "https://example.com/metaWebhook?secret=x" } };
const NUMBER = "550000000000001";

const EVENT = remembering(FRESH_BUDGET, "2026-11-01T12:00:00.000Z");
/** Meta refused the last registration until ownership is verified anew. */
const REFUSED = remembering(FRESH_BUDGET, null, record("verification_required", { graphError: graphError(133_006) }));
const until = "2026-12-01T00:00:00.000Z";
const USED_UP = { used: 10, limit: 10, remaining: 0, nextFreeAt: until, blockedUntil: null, spentElsewhere: false };
const BLOCKED = { used: 3, limit: 10, remaining: 0, nextFreeAt: until, blockedUntil: until, spentElsewhere: false };

/** What can be wrong with the ids, the number and its registration; and what is not wrong. */
export const NUMBER_SET_UPS: readonly SetUp[] = [
  { title: "all in order, ready to be registered", expected: healthy("registration", READY) },
  {
    title: "all in order, ready to be registered, no PIN yet",
    configured: { phoneNumberId: "550000000000002" },
    expected: healthy("registration", "Register the number, with a PIN you choose"),
  },
  {
    title: "registered, connected, events arrive",
    configured: { records: EVENT },
    arrange: ({ state }) => state.patchNumber(NUMBER, { ...CONNECTED, ...WEBHOOK }),
    expected: NOTHING_TO_DO,
  },
  {
    title: "the number reads VERIFIED, and the last registration was refused until it is verified anew (133006)",
    configured: { records: REFUSED },
    expected: fix("number_verified", "Verify the number", "customer"),
  },
  {
    title: "not registered yet, in a business that is not verified",
    arrange: ({ state }) => state.patchWaba("777000000000001", { businessVerificationStatus: "pending_submission" }),
    expected: healthy("registration", READY),
  },
  {
    title: "the account's id given as the number's",
    configured: { phoneNumberId: "777000000000001" },
    expected: fix("number_readable", COMPARE),
  },
  {
    title: "the phone number itself given as its id",
    configured: { phoneNumberId: "5500000000001" },
    expected: fix("number_readable", COMPARE),
  },
  {
    title: "the app's id given as the number's",
    configured: { phoneNumberId: "888000000000001" },
    expected: fix("number_readable", COMPARE),
  },
  {
    title: "the number's id given as the account's",
    configured: { wabaId: NUMBER },
    expected: fix("waba_readable", COMPARE),
  },
  {
    title: "a mistyped account id, while the number can be read",
    configured: { wabaId: "777000000000099" },
    expected: fix("asset_scope", COMPARE),
  },
  {
    title: "a number id that does not exist",
    configured: { phoneNumberId: "556000000000080" },
    expected: fix("number_readable", COMPARE),
  },
  {
    title: "a number of an account outside the token's reach",
    configured: { phoneNumberId: "556000000000082" },
    expected: fix("number_readable", COMPARE),
  },
  {
    title: "the configured number is in another account than the configured one",
    configured: { phoneNumberId: "556000000000081" },
    expected: fix("number_in_waba", COMPARE),
  },
  {
    title: "a further number, in another account",
    configured: { phoneNumberId: "556000000000081", accountIsKnown: false },
    expected: healthy("number_in_waba", COMPARE),
  },
  {
    title: "the number is on the WhatsApp Business app",
    configured: { phoneNumberId: "556000000000020" },
    expected: fix("number_platform", "Free the number, or keep both", "customer"),
  },
  {
    title: "the number is on the WhatsApp Business app, and Meta does not show it",
    configured: { phoneNumberId: "556000000000024" },
    expected: unclear("number_platform", "Look at the number", "customer"),
  },
  {
    title: "coexistence: on the Cloud API and on the WhatsApp Business app",
    configured: { phoneNumberId: "556000000000023", records: EVENT },
    expected: NOTHING_TO_DO,
  },
  {
    title: "a test number",
    configured: { phoneNumberId: "556000000000030" },
    expected: healthy("number_mode", "Use a number of your own for customers"),
  },
  {
    title: "ownership is not verified",
    configured: { phoneNumberId: "556000000000010" },
    expected: fix("number_verified", "Verify the number", "customer"),
  },
  {
    title: "connected long ago, the verification expired",
    configured: { phoneNumberId: "556000000000002", records: EVENT },
    expected: NOTHING_TO_DO,
  },
  {
    title: "Meta declined the display name",
    configured: { phoneNumberId: "556000000000031" },
    expected: fix("display_name", "Ask for another display name", "customer"),
  },
  {
    title: "Meta is reviewing the display name",
    arrange: ({ state }) => state.patchNumber(NUMBER, { nameStatus: "PENDING_REVIEW" }),
    expected: healthy("display_name", "Wait for the review of the display name", "meta"),
  },
  {
    title: "Meta has banned the number",
    arrange: ({ state }) => state.patchNumber(NUMBER, { status: "BANNED" }),
    expected: fix("registration", "Check the account", "customer"),
  },
  {
    title: "the budget of registrations is used up",
    configured: { records: remembering(USED_UP) },
    expected: fix("attempt_budget", "Wait until an attempt is free", "meta"),
  },
  {
    title: "Meta has blocked further registrations",
    configured: { records: remembering(BLOCKED) },
    expected: fix("attempt_budget", "Wait until an attempt is free", "meta"),
  },
  {
    title: "the budget is used up, and the number is connected all the same",
    configured: { records: remembering(USED_UP, until) },
    arrange: ({ state }) => state.patchNumber(NUMBER, CONNECTED),
    expected: NOTHING_TO_DO,
  },
  {
    title: "connected, and Meta has no address for events",
    arrange: ({ state }) => state.patchNumber(NUMBER, { ...CONNECTED, webhookConfiguration: {} }),
    expected: healthy("webhook_events", "Tell Meta where to send events"),
  },
  {
    title: "connected, and no event has arrived",
    arrange: ({ state }) => state.patchNumber(NUMBER, { ...CONNECTED, ...WEBHOOK }),
    expected: healthy("webhook_events", "Send a test event"),
  },
  {
    title: "connected, and messages are blocked",
    configured: { phoneNumberId: "556000000000032", records: EVENT },
    expected: fix("messaging_health", "Remove what blocks messages", "customer"),
  },
  {
    title: "connected, and the quality rating is low",
    configured: { records: EVENT },
    arrange: ({ state }) => state.patchNumber(NUMBER, { ...CONNECTED, qualityRating: "RED" }),
    expected: healthy("quality", "Write only what recipients want", "customer"),
  },
];
