import type { AccountJournal } from "../app/account-ports.ts";
import { endsWell } from "../contract/calls.ts";
import { line } from "./line.ts";

/**
 * The log of calls about accounts: the same events as those of calls about numbers, with the account in place of the number. Each line
 * names its fields, so that nothing else of a request, such as a secret word, gets into it.
 */
export const accountJournal: AccountJournal = {
  accountReadFailed: ({ wabaId, read, failure }) => line("WARNING", "read_failed", { wabaId, read, failure }),
  accountJudgementFailed: ({ wabaId, callId, error }) => line("ERROR", "judgement_failed", { wabaId, callId, error }),
  accountCallWithheld: ({ call, wabaId, status }) => line("INFO", "meta_call_withheld", { call, wabaId, status }),
  accountCallSent: ({ call, wabaId, callId }) => line("INFO", "meta_call_sent", { call, wabaId, callId }),
  accountCallEnded: ({ call, wabaId, callId, status, phoneNumberId, graphError }) => {
    const fields = { call, wabaId, callId, status, phoneNumberId, graphError };
    line(endsWell(call, status) ? "INFO" : "WARNING", "meta_call_ended", fields);
  },
  accountCallUnrecorded: ({ call, wabaId, callId, status, error }) =>
    line("ERROR", "meta_call_unrecorded", { call, wabaId, callId, status, error }),
};
