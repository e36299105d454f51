import { APP_ID, WABA_ID } from "../../graph-simulator/magic/places.ts";
import { DEFAULT_TOKEN } from "../../graph-simulator/magic/tokens.ts";
import { answering, errorBody, type CallPlayed, type FieldReport } from "./report.ts";

const PIN = "123456";

const register = (expected: CallPlayed["expected"]): CallPlayed => ({
  kind: "call",
  name: "registerPhoneNumber",
  data: { pin: PIN },
  expected: { registration: expected.status, ...expected },
});

/** Refuses the registration with this body; everything read is in order. */
const refusing =
  (error: Readonly<Record<string, unknown>>): FieldReport["arrange"] =>
  (world, nodeId) => {
    world.patchNumber(nodeId, {});
    answering(world, { nodeId, endpoint: "register" }, errorBody(error));
  };

/** What registering a number was answered, and deregistering one. */
export const REGISTRATIONS: readonly FieldReport[] = [
  {
    id: "reg-02",
    met: "2026",
    standing: "log",
    meta: "register: #100, subcode 2388001, no message, titled “Cannot Create Certificate”",
    before: "poor",
    answeredBefore: "`missing_permission`: assign the account, make a new token",
    answer: "`number_held_elsewhere`: a phone, another account or another provider must let it go",
    arrange: refusing({
      code: 100,
      error_subcode: 2_388_001,
      error_user_title: "Cannot Create Certificate",
      error_user_msg:
        "This number is registered to an existing WhatsApp account. To use this number, disconnect it from the existing account.",
    }),
    play: register({
      status: "number_held_elsewhere",
      first: "Free the number, or keep both",
      actor: "customer",
      posts: 1,
    }),
  },
  {
    id: "reg-03",
    met: "2026-08-19",
    standing: "log",
    meta: "register: #100 “Invalid parameter”, titled “Phone Link to WABA Failed - Unverified WABA”; the business is BLOCKED in health_status (131000)",
    before: "wrong",
    answeredBefore: "`invalid_parameter`: look at region, app secret and ids",
    answer: "`business_incomplete`: the customer fills in legal name, country and website",
    arrange: (world, nodeId) => {
      world.patchWaba(WABA_ID, { businessProfileComplete: false });
      refusing({
        message: "Invalid parameter",
        code: 100,
        error_user_title: "Phone Link to WABA Failed - Unverified WABA",
        error_user_msg: "You cannot proceed with this operation since your WhatsApp Business account is not verified.",
      })(world, nodeId);
    },
    play: register({
      status: "business_incomplete",
      first: "Fill in the business portfolio",
      actor: "customer",
      posts: 1,
    }),
  },
  {
    id: "reg-04",
    met: "2023, 2026-08",
    standing: "log",
    meta: "register: “(#100) Param pin must be 6 characters long.”",
    before: "right",
    answeredBefore: "`invalid_parameter`",
    answer: "`invalid_parameter`",
    arrange: refusing({ message: "(#100) Param pin must be 6 characters long.", code: 100 }),
    play: register({ status: "invalid_parameter", first: "Read what Meta names", posts: 1 }),
  },
  {
    id: "reg-05",
    met: "2026",
    standing: "log",
    meta: "register: “(#12) This call is deprecated”; reading the id: #100, subcode 33",
    before: "poor",
    answeredBefore: "`unknown_error`",
    answer: "`missing_permission`, cause `wrong_id_or_no_access`: compare the ids",
    arrange: (world, nodeId) => {
      refusing({ message: "(#12) This call is deprecated", code: 12 })(world, nodeId);
      const message = `Unsupported get request. Object with ID '${nodeId}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`;
      const unseen = { message, type: "GraphMethodException", code: 100, error_subcode: 33 };
      answering(world, { nodeId, endpoint: "read_node" }, errorBody(unseen));
    },
    play: register({
      status: "missing_permission",
      also: { cause: "wrong_id_or_no_access" },
      first: "Compare the ids",
      posts: 1,
    }),
  },
  {
    id: "reg-06",
    met: "2026",
    standing: "doc",
    meta: "register: “(#133010) The account is not registered”; the number reads VERIFIED",
    before: "poor",
    answeredBefore: "`unknown_error`",
    answer:
      "`invalid_parameter`: the id is not this number's (`verification_required` where it does not read VERIFIED)",
    arrange: refusing({ message: "(#133010) The account is not registered", code: 133_010 }),
    play: register({ status: "invalid_parameter", first: "Compare the ids", posts: 1 }),
  },
  {
    id: "reg-08",
    met: "2026",
    standing: "claim",
    meta: "register: “(#100) Phone number not verified”",
    before: "wrong",
    answeredBefore: "`missing_permission`",
    answer: "`verification_required`: verify the number",
    arrange: refusing({ message: "(#100) Phone number not verified", code: 100 }),
    play: register({ status: "verification_required", first: "Verify the number", actor: "customer", posts: 1 }),
  },
  {
    id: "reg-09",
    met: "2026-07-11",
    standing: "log",
    meta: "every call, reads included: #200 “API access blocked.”",
    before: "wrong",
    answeredBefore: "`missing_permission`, an attempt spent each time",
    answer: "`app_blocked`, and nothing is posted: what the app's dashboard asks for comes first",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, {});
      world.patchApp(APP_ID, { blocked: true });
    },
    play: register({ status: "app_blocked", first: "Do what the app's dashboard asks for", posts: 0 }),
  },
  {
    id: "reg-10",
    met: "2026-06-10",
    standing: "log",
    meta: "debug_token lists whatsapp_business_manage_events in place of whatsapp_business_management; reading the number works",
    before: "wrong",
    answeredBefore: "`missing_permission` (`scope_not_granted`), and nothing posted, not even by force",
    answer: "it is posted, and `registered`: a successful read outranks the list",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, {});
      world.patchToken(DEFAULT_TOKEN, {
        listed: {
          scopes: ["ads_read", "business_management", "whatsapp_business_manage_events", "whatsapp_business_messaging"],
          granularScopes: [
            { scope: "business_management", targetIds: null },
            { scope: "whatsapp_business_manage_events", targetIds: null },
          ],
        },
      });
      answering(
        world,
        { endpoint: "read_permissions" },
        errorBody({ message: "(#100) Unsupported get request.", code: 100 }),
      );
    },
    play: register({ status: "registered", also: { alreadyRegistered: false, pin: "in_effect" }, posts: 1 }),
  },
  {
    id: "reg-11",
    met: "2026",
    standing: "doc",
    meta: "reading: CONNECTED, ON_PREMISE, is_on_biz_app false; register: success",
    before: "poor",
    answeredBefore: "`number_on_business_app`, and nothing posted: delete the account on the phone",
    answer: "it is posted, and `registered`: the On-Premises API of old, not the Business app",
    arrange: (world, nodeId) =>
      world.patchNumber(nodeId, { status: "CONNECTED", platformType: "ON_PREMISE", isOnBizApp: false }),
    play: register({ status: "registered", also: { alreadyRegistered: false }, posts: 1 }),
  },
  {
    id: "dereg-01",
    met: "2023",
    standing: "log",
    meta: "deregister: #100 with subcode 133010 and a text as error_data; the number reads DISCONNECTED",
    before: "wrong",
    answeredBefore: "`invalid_parameter`",
    answer: "`deregistered`, `alreadyDeregistered`",
    arrange: (world, nodeId) => {
      world.patchNumber(nodeId, { status: "DISCONNECTED" });
      const error = {
        message: "(#100) Invalid parameter",
        code: 100,
        error_data: "Phone number not registered on the Whatsapp Business Platform.",
        error_subcode: 133_010,
      };
      answering(world, { nodeId, endpoint: "deregister" }, errorBody(error));
    },
    play: {
      kind: "call",
      name: "deregisterPhoneNumber",
      data: {},
      expected: {
        status: "deregistered",
        also: { alreadyDeregistered: true },
        posts: 1,
        registration: "deregistered",
      },
    },
  },
];
