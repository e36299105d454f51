import { WABA_ID } from "../../graph-simulator/magic/places.ts";
import { DEFAULT_TOKEN } from "../../graph-simulator/magic/tokens.ts";
import { answering, errorBody, type DiagnosisPlayed, type FieldReport } from "./report.ts";

const diagnosis = (expected: DiagnosisPlayed["expected"]): DiagnosisPlayed => ({ kind: "diagnosis", expected });

const onBusiness = (field: string): unknown =>
  errorBody({ message: `(#100) Tried accessing nonexisting field (${field}) on node type (Business)`, code: 100 });

/** What the access diagnosis read. */
export const DIAGNOSES: readonly FieldReport[] = [
  {
    id: "diag-01",
    met: "2026-10",
    standing: "log",
    meta: "debug_token: “You must provide an app access token, …”; /me/permissions: #100; number and account can be read",
    before: "wrong",
    answeredBefore: "`unclear`: run the diagnosis again, look at Meta's status page",
    answer:
      "`healthy`: reading the number proves the token and its first permission; what Meta hides is unknown, with the way to see it",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, {});
      const unfit =
        "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app";
      answering(world, { endpoint: "debug_token" }, errorBody({ message: unfit, code: 100 }));
      const unsupported = "(#100) Unsupported get request. Object with ID 'me' does not support this operation";
      answering(world, { endpoint: "read_permissions" }, errorBody({ message: unsupported, code: 100 }));
    },
    play: diagnosis({
      verdict: "healthy",
      first: "messaging_permission",
      checks: {
        token_valid: "pass",
        management_permission: "pass",
        messaging_permission: "warn",
        token_kind: "unknown",
        number_readable: "pass",
        waba_readable: "pass",
      },
    }),
  },
  {
    id: "diag-04",
    met: "2026-08-19",
    standing: "log",
    meta: "health_status BLOCKED: the number is not registered (141000), the business is not verified (LIMITED, 141010)",
    before: "wrong",
    answeredBefore: "`fix`, `messaging_health`: remove what blocks messages",
    answer: "`healthy`, first action: register the number",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, {});
      world.patchWaba(WABA_ID, { businessVerificationStatus: "pending_submission" });
    },
    play: diagnosis({
      verdict: "healthy",
      first: "registration",
      checks: { registration: "warn", messaging_health: "warn" },
    }),
  },
  {
    id: "diag-06",
    met: "2026-07-11",
    standing: "log",
    meta: "subscribed_apps: an entry without whatsapp_business_api_data",
    before: "poor",
    answeredBefore: "`app_subscribed` unknown: the whole list was not understood",
    answer: "`app_subscribed` passes",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, {});
      const body = { data: [{ name: "Invented app", id: "888000000000001" }] };
      answering(world, { endpoint: "list_subscribed_apps" }, body, 200);
    },
    play: diagnosis({ verdict: "healthy", first: "registration", checks: { app_subscribed: "pass" } }),
  },
  {
    id: "diag-07",
    met: "2026",
    standing: "log",
    meta: "subscribed_apps: Meta's own “WA DevX Webhook Events 1P App” alone",
    before: "right",
    answeredBefore: "`fix`: subscribe our app",
    answer: "`fix`: subscribe our app",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, {});
      const name = "WA DevX Webhook Events 1P App";
      const app = { link: "https://www.facebook.com/games/?app_id=222000000000001", name, id: "222000000000001" };
      answering(world, { endpoint: "list_subscribed_apps" }, { data: [{ whatsapp_business_api_data: app }] }, 200);
    },
    play: diagnosis({ verdict: "fix", first: "app_subscribed", checks: { app_subscribed: "fail" } }),
  },
  {
    id: "diag-10",
    met: "2026-09",
    standing: "log",
    meta: "reading: CONNECTED, CLOUD_API, is_on_biz_app true, NOT_VERIFIED",
    before: "right",
    answeredBefore: "`healthy`",
    answer: "`healthy`: coexistence, to be left as it is",
    arrange: (world, nodeId) =>
      world.patchNumber(nodeId, {
        status: "CONNECTED",
        platformType: "CLOUD_API",
        registered: true,
        isOnBizApp: true,
        codeVerificationStatus: "NOT_VERIFIED",
      }),
    play: diagnosis({
      verdict: "healthy",
      first: "webhook_events",
      checks: { number_platform: "pass", number_verified: "pass", registration: "pass" },
    }),
  },
  {
    id: "diag-11",
    met: "2025, 2026",
    standing: "log",
    meta: "reading: Meta's test number, CONNECTED, SANDBOX, NOT_VERIFIED",
    before: "right",
    answeredBefore: "`healthy`",
    answer: "`healthy`: a test number, which needs no verification",
    arrange: (world, nodeId) =>
      world.patchNumber(nodeId, {
        status: "CONNECTED",
        platformType: "CLOUD_API",
        registered: true,
        accountMode: "SANDBOX",
        verifiedName: "Test Number",
        codeVerificationStatus: "NOT_VERIFIED",
      }),
    play: diagnosis({
      verdict: "healthy",
      first: "number_mode",
      checks: { number_mode: "warn", number_verified: "pass" },
    }),
  },
  {
    id: "diag-12",
    met: "2026-06-10",
    standing: "log",
    meta: "debug_token: type USER, expires_at 0; the granular scopes lack whatsapp_business_management",
    before: "poor",
    answeredBefore: "`token_kind` warns that the token ends soon",
    answer: "`healthy`: a token that never expires, as those of Embedded Signup",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, {});
      world.patchToken(DEFAULT_TOKEN, {
        type: "USER",
        listed: {
          scopes: [
            "whatsapp_business_management",
            "whatsapp_business_messaging",
            "business_management",
            "public_profile",
          ],
          granularScopes: [
            { scope: "business_management", targetIds: null },
            { scope: "whatsapp_business_manage_events", targetIds: null },
          ],
        },
      });
    },
    play: diagnosis({
      verdict: "healthy",
      first: "registration",
      checks: { token_valid: "pass", token_kind: "pass", token_expiry: "pass", management_permission: "pass" },
      never: /ends soon/,
    }),
  },
  {
    id: "diag-13",
    met: "2025",
    standing: "log",
    meta: "account, list of numbers, subscribed_apps: #100 “Tried accessing nonexisting field (…) on node type (Business)”",
    before: "right",
    answeredBefore: "`fix`: the configured id is that of a business",
    answer: "`fix`: the configured id is that of a business",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, {});
      answering(world, { endpoint: "read_node", nodeId: WABA_ID }, onBusiness("message_template_namespace"));
      answering(world, { endpoint: "list_numbers" }, onBusiness("phone_numbers"));
      answering(world, { endpoint: "list_subscribed_apps" }, onBusiness("subscribed_apps"));
    },
    play: diagnosis({ verdict: "fix", first: "waba_readable", checks: { waba_readable: "fail" } }),
  },
];
