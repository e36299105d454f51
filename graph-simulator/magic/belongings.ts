import type { MagicNumber } from "./magic-number.ts";

/** Numbers for which it matters what account they belong to, and whether and how the token can read them. */
export const BELONGINGS: readonly MagicNumber[] = [
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
  {
    id: "556000000000083",
    title: "its business is not verified",
    standing: "log",
    note: "Account 777000000000005: health_status BUSINESS LIMITED, 141010. No reason not to register.",
    state: { wabaId: "777000000000005" },
  },
  {
    id: "556000000000084",
    title: "its account has no payment method",
    standing: "log",
    note: "Account 777000000000006: WABA BLOCKED, 141006. Templates are accepted and fail with 131042.",
    state: { wabaId: "777000000000006" },
  },
  {
    id: "556000000000085",
    title: "its business has no legal name and website: Phone Link to WABA Failed",
    standing: "log",
    note: "Account 777000000000007: BUSINESS BLOCKED, 131000; register answers a bare Invalid parameter with this title.",
    state: { wabaId: "777000000000007" },
  },
  ...["556000000000086", "556000000000087"].map((id): MagicNumber => ({
    id,
    title: "one of the two numbers of an account that may have two",
    standing: "log",
    note: "Account 777000000000008: a third number is refused with 200000.",
    state: { wabaId: "777000000000008" },
  })),
  {
    id: "556000000000088",
    title: "its account lists subscribed apps in another form",
    standing: "log",
    note: "Account 777000000000009: entries without whatsapp_business_api_data.",
    state: { wabaId: "777000000000009" },
  },
  {
    id: "556000000000089",
    title: "reading and registering it are answered #190, although debug_token calls the token valid",
    standing: "log",
    note: "Using a token proves it; debug_token does not.",
    state: {
      faults: {
        read_node: { kind: "graph_error", error: { code: 190 } },
        register: { kind: "graph_error", error: { code: 190 } },
      },
    },
  },
  {
    id: "55600000000000091",
    title: "its id is printed as a JSON number beyond 2^53",
    standing: "doc",
    note: "Account 777000000000009. A reader that takes it for a double reads another id.",
    state: { wabaId: "777000000000009", printsIdAsNumber: true },
  },
];
