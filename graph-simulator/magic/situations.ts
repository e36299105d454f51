import { invalidParameter, missingParameter, NOT_LINKED } from "../graph-errors.ts";
import { BELONGINGS } from "./belongings.ts";
import { BUSINESS_APP } from "./business-app.ts";
import { CONNECTED, type MagicNumber } from "./magic-number.ts";
import { REFUSALS } from "./refusals.ts";

const HOUR = 3_600_000;

/** Situations a number can be in. */
export const SITUATIONS: readonly MagicNumber[] = [
  {
    id: "556000000000001",
    title: "already registered and connected",
    standing: "log",
    note: "Registered again with any PIN: it succeeds and changes none (doc).",
    state: CONNECTED,
  },
  {
    id: "556000000000002",
    title: "connected long ago, code_verification_status EXPIRED",
    standing: "claim",
    note: "EXPIRED is not NOT_VERIFIED.",
    state: { ...CONNECTED, codeVerificationStatus: "EXPIRED" },
  },
  {
    id: "556000000000003",
    title: "accepted, but stays PENDING",
    standing: "guess",
    note: "Sending answers 133010 until the number is patched to CONNECTED.",
    state: { connects: "never" },
  },
  {
    id: "556000000000004",
    title: "accepted, CONNECTED one minute later",
    standing: "guess",
    note: "By the simulator's clock: advance it.",
    state: { connects: { seconds: 60 } },
  },
  {
    id: "556000000000010",
    title: "ownership not verified",
    standing: "doc",
    note: "request_code, then verify_code with 246810. Registered without that: 133006.",
    state: { codeVerificationStatus: "NOT_VERIFIED" },
  },
  {
    id: "556000000000011",
    title: "reads show VERIFIED, register answers 133006 until ownership is verified once more",
    standing: "guess",
    note: "request_code, then verify_code with 246810; that this is the way is documented, no body of the case is known.",
    state: { needsReverification: true },
  },
  {
    id: "556000000000012",
    title: "not verified; request_code answers #136024, and only error_user_msg says too many times",
    standing: "log",
    note: "No subcode: ten codes in 72 hours are used up, and Meta names no time.",
    state: {
      codeVerificationStatus: "NOT_VERIFIED",
      faults: {
        request_code: {
          kind: "graph_error",
          error: {
            code: 136024,
            userMessage: "You have requested a verification code too many times. Try again later.",
          },
        },
      },
    },
  },
  {
    id: "556000000000013",
    title: "not verified; verify_code answers #100, and only its words speak of the code",
    standing: "claim",
    note: "Neither 136025 nor a subcode (the words are guessed).",
    state: {
      codeVerificationStatus: "NOT_VERIFIED",
      faults: {
        verify_code: {
          kind: "graph_error",
          error: { code: 100, message: "(#100) The verification code is not correct" },
        },
      },
    },
  },
  ...BUSINESS_APP,
  {
    id: "556000000000030",
    title: "test number, account_mode SANDBOX",
    standing: "guess",
    note: "Sends to 15550001111 only; anyone else: 131030 (log).",
    state: { accountMode: "SANDBOX", allowedRecipients: ["15550001111"] },
  },
  {
    id: "556000000000033",
    title: "Meta's own test number: connected, SANDBOX, never verified",
    standing: "log",
    note: "Sends hello_world, to 15550001111 only.",
    state: {
      ...CONNECTED,
      accountMode: "SANDBOX",
      codeVerificationStatus: "NOT_VERIFIED",
      verifiedName: "Test Number",
      allowedRecipients: ["15550001111"],
    },
  },
  {
    id: "556000000000034",
    title: "Meta's +1 555 number whose name is AVAILABLE_WITHOUT_REVIEW",
    standing: "log",
    note: "Sending answers 131037 until the name is APPROVED.",
    state: {
      displayPhoneNumber: "+1 555-010-0034",
      nameStatus: "AVAILABLE_WITHOUT_REVIEW",
      faults: { send_message: { kind: "graph_error", error: { code: 131037 } } },
    },
  },
  {
    id: "556000000000035",
    title: "connected; calls by SIP are not set up",
    standing: "log",
    note: "health_status LIMITED with 138024, and 138025 of its APP: both concern calls alone.",
    state: {
      ...CONNECTED,
      appErrors: [
        {
          code: 138025,
          description:
            "This app cannot use SIP for WhatsApp Business calling because it has not configured a SIP server for this business phone number",
        },
      ],
      canSendMessage: "LIMITED",
      healthErrors: [
        { code: 138024, description: "WhatsApp Business calling cannot use SIP because it is not enabled" },
      ],
    },
  },
  {
    id: "556000000000031",
    title: "display name declined",
    standing: "guess",
    note: "Sending answers 131037.",
    state: {
      nameStatus: "DECLINED",
      faults: { send_message: { kind: "graph_error", error: { code: 131037 } } },
    },
  },
  {
    id: "556000000000032",
    title: "connected; quality RED, messaging health BLOCKED",
    standing: "doc",
    note: "health_status tells.",
    state: { ...CONNECTED, qualityRating: "RED", canSendMessage: "BLOCKED" },
  },
  {
    id: "556000000000036",
    title: "connected; a new display name is approved and waits for the next registration",
    standing: "doc",
    note: "Registering it again takes any PIN, and the name takes effect.",
    state: (now) => ({
      ...CONNECTED,
      lastOnboardedAt: now - 24 * HOUR,
      newDisplayName: "Harbour Bakery & Café",
      newNameStatus: "APPROVED",
    }),
  },
  {
    id: "556000000000037",
    title: "connected; a new display name is under review",
    standing: "doc",
    note: "Nothing to do but wait.",
    state: { ...CONNECTED, newDisplayName: "Harbour Bakery & Café", newNameStatus: "PENDING_REVIEW" },
  },
  {
    id: "556000000000038",
    title: "connected; health_status says BLOCKED as a whole, for the sake of calls alone",
    standing: "doc",
    note: "Every entity says AVAILABLE: judge by them, and not by the word for the whole.",
    state: {
      ...CONNECTED,
      healthAsAWhole: "BLOCKED",
      healthErrors: [
        {
          code: 138024,
          description: "WhatsApp Business calling cannot use SIP because it is not enabled",
          solution: "Configure SIP using {PHONE_NUMBER_ID}/settings API",
        },
      ],
    },
  },
  {
    id: "556000000000039",
    title: "connected; messaging health BLOCKED with a code that nobody has described",
    standing: "guess",
    note: "141999: Something new.",
    state: {
      ...CONNECTED,
      canSendMessage: "BLOCKED",
      healthErrors: [{ code: 141999, description: "Something new.", solution: "Do something." }],
    },
  },
  {
    id: "556000000000040",
    title: "deleted a moment ago",
    standing: "doc",
    note: "133015 for five minutes from the first try; then it can be registered.",
    state: { deletionTakes: 300 },
  },
  {
    id: "556000000000041",
    title: "deregistration incomplete",
    standing: "doc",
    note: "133000 until deregister was called once more.",
    state: { incompleteDeregistration: true },
  },
  {
    id: "556000000000042",
    title: "connected by reads; deregister answers #100 with subcode 133010, error_data a string",
    standing: "log",
    note: "WhatsApp's own code in the subcode decides.",
    state: { ...CONNECTED, faults: { deregister: { kind: "graph_error", error: NOT_LINKED } } },
  },
  {
    id: "556000000000050",
    title: "PIN locked, the wait stands in details",
    standing: "doc",
    note: "133008 until 12 hours after the simulator was started or reset (the details' wording is guessed).",
    state: (now) => ({ pinLockedUntil: now + 12 * HOUR }),
  },
  {
    id: "556000000000051",
    title: "two-step PIN is 654321",
    standing: "doc",
    note: "Registers with 654321.",
    state: { pin: "654321" },
  },
  {
    id: "556000000000060",
    title: "blocked: others spent the ten requests",
    standing: "doc",
    note: "133016 until 72 hours after the simulator was started or reset.",
    state: (now) => ({ registerBlockedUntil: now + 72 * HOUR }),
  },
  {
    id: "556000000000061",
    title: "nine of ten requests spent by others",
    standing: "doc",
    note: "The first request is the tenth; the second is answered 133016.",
    state: (now) => ({ registerRequests: Array.from({ length: 9 }, () => now) }),
  },
  {
    id: "556000000000062",
    title: "register answers 133016 marked is_transient",
    standing: "claim",
    note: "A further POST would lock the number for longer, whatever the mark says.",
    state: { faults: { register: { kind: "graph_error", error: { code: 133016, isTransient: true } } } },
  },
  {
    id: "556000000000070",
    title: "register answers (#100) Invalid parameter with details",
    standing: "doc",
    note: "The documented shape.",
    state: {
      faults: {
        register: { kind: "graph_error", error: invalidParameter("data_localization_region is not supported.") },
      },
    },
  },
  {
    id: "556000000000071",
    title: "register answers (#100) The parameter pin is required",
    standing: "claim",
    note: "Although the PIN was sent.",
    state: { faults: { register: { kind: "graph_error", error: missingParameter("pin") } } },
  },
  ...REFUSALS,
  ...BELONGINGS,
];
