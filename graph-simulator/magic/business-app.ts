import { HELD_BY_BUSINESS_APP } from "../graph-errors.ts";
import { CONNECTED, type MagicNumber } from "./magic-number.ts";

/** Numbers that the WhatsApp Business app holds, alone or together with the Cloud API. */
export const BUSINESS_APP: readonly MagicNumber[] = [
  {
    id: "556000000000020",
    title: "held by the WhatsApp Business app, and the read shows it",
    standing: "log",
    note: "DISCONNECTED, ON_PREMISE, NOT_VERIFIED, is_on_biz_app.",
    state: {
      status: "DISCONNECTED",
      platformType: "ON_PREMISE",
      codeVerificationStatus: "NOT_VERIFIED",
      isOnBizApp: true,
      pin: null,
    },
  },
  {
    id: "556000000000021",
    title: "held by the WhatsApp Business app, and only register says so",
    standing: "log",
    note: "The SMB message without the (#100) prefix.",
    state: { faults: { register: { kind: "graph_error", error: HELD_BY_BUSINESS_APP } } },
  },
  {
    id: "556000000000022",
    title: "the same, the message with its prefix",
    standing: "log",
    note: "(#100) Register endpoint is not available for SMB businesses.",
    state: {
      faults: {
        register: {
          kind: "graph_error",
          error: { ...HELD_BY_BUSINESS_APP, message: `(#100) ${HELD_BY_BUSINESS_APP.message}` },
        },
      },
    },
  },
  {
    id: "556000000000023",
    title: "coexistence: connected, and on the WhatsApp Business app too",
    standing: "claim",
    note: "Cannot be registered or deregistered; nothing to do.",
    state: { ...CONNECTED, isOnBizApp: true },
  },
  {
    id: "556000000000025",
    title: "on the old On-Premises API: ON_PREMISE, is_on_biz_app false",
    standing: "claim",
    note: "Not on the WhatsApp Business app; register with its PIN, 123456, moves it.",
    state: { status: "CONNECTED", platformType: "ON_PREMISE", isOnBizApp: false },
  },
  {
    id: "556000000000024",
    title: "on the WhatsApp Business app, but register says Missing Permission",
    standing: "log",
    note: "The read refuses platform_type (#100) and is_on_biz_app (#10), so nothing shows the reason.",
    state: {
      forbiddenFields: { platform_type: 100, is_on_biz_app: 10 },
      faults: { register: { kind: "graph_error", error: { code: 100 } } },
    },
  },
];
