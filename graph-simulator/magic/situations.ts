import { invalidParameter, missingParameter } from "../graph-errors.ts";
import { BUSINESS_APP } from "./business-app.ts";
import { CONNECTED, type MagicNumber } from "./magic-number.ts";

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
  ...BUSINESS_APP,
  {
    id: "556000000000030",
    title: "test number, account_mode SANDBOX",
    standing: "guess",
    note: "Sends to 15550001111 only; anyone else: 131030 (log).",
    state: { accountMode: "SANDBOX", allowedRecipients: ["15550001111"] },
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
  {
    id: "556000000000080",
    title: "no such number, or not for this token",
    standing: "log",
    note: "Every call with this id is answered #100, subcode 33, and the account does not list it.",
    state: null,
  },
  {
    id: "556000000000081",
    title: "belongs to another account, which the token may use",
    standing: "guess",
    note: "Account 777000000000003.",
    state: { wabaId: "777000000000003" },
  },
  {
    id: "556000000000082",
    title: "belongs to an account outside the token's targets",
    standing: "log",
    note: "Account 777000000000002: #100, subcode 33, like a number that does not exist.",
    state: { wabaId: "777000000000002" },
  },
];
