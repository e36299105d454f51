import type { GuardedRow } from "../played-rows.ts";

const ADDITION = "app/add-phone-number.ts";

/** Defects in calls about an account that the matrix must find, each by the cells whose names begin so. */
export const ACCOUNT_DEFECTS: readonly GuardedRow[] = [
  {
    name: "addPhoneNumber | POST: reset amid the answer",
    defect: {
      title: "a lost answer leaves nothing open",
      file: ADDITION,
      find: 'return { outcome, open: "now", added: null }',
      put: 'return { outcome, open: "no", added: null }',
    },
  },
  {
    name: "addPhoneNumber | take: acknowledgement lost, then unavailable",
    defect: {
      title: "a lease in doubt is taken for granted",
      file: "firestore/revise.ts",
      find: "await within(endsAt, batch.commit())",
      put: "await within(endsAt, batch.commit()).catch(() => [])",
    },
  },
  {
    name: "addPhoneNumber | end: acknowledgement lost",
    defect: {
      title: "an added number is not due to be read",
      file: "firestore/account-leases.ts",
      find: "ledgerDocument({ ...readLedger(ledger), nextLookAt: now }),",
      put: "undefined,",
    },
  },
  {
    name: "connectWebhook | POST: reset before any byte",
    defect: {
      title: "a POST without an answer is sent again",
      file: "app/leased-account-call.ts",
      find: "      send,\n",
      put: '      send: async (ms) => { const reply = await send(ms); return reply.kind === "unreadable" ? send(ms) : reply; },\n',
    },
  },
];
