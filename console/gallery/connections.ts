import { AccountStepId, type AccountDocument, type AccountStep } from "../../functions/src/contract/account.ts";
import {
  AccountConnectionFailureStatus,
  type AccountConnectionResult,
} from "../../functions/src/contract/connect-account.ts";
import type { AccountNumber, PhoneNumberList } from "../../functions/src/contract/list-phone-numbers.ts";
import {
  ACCOUNT_CONNECTION_ADVICE,
  type PlainAccountConnectionFailure,
} from "../../functions/src/domain/advice/account-connection-advice.ts";
import { READ_ADVICE } from "../../functions/src/domain/advice/read-advice.ts";
import { graphError } from "../../functions/src/testing/fixtures.ts";
import { OTHER_WABA_ID, WABA_ID } from "../../graph-simulator/magic/places.ts";
import type { Connections } from "./exhibit.ts";
import type { Scene } from "./scene.ts";

type Connected = Extract<AccountConnectionResult, { status: "connected" }>;

const NUMBERS = ["550000000000021", "550000000000022"];

const done = AccountStepId.options.map((id): AccountStep => ({ id, state: "done" }));

/** The steps as they stand when one has failed: those before it are done, those after it left out. */
function failedAt(broken: AccountStep["id"], message: string): AccountStep[] {
  const at = AccountStepId.options.indexOf(broken);
  return AccountStepId.options.map((id, index) =>
    index < at ? { id, state: "done" } : index === at ? { id, state: "failed", message } : { id, state: "skipped" },
  );
}

const connected = (next: Connected["next"]): AccountConnectionResult => ({
  status: "connected",
  wabaId: WABA_ID,
  customerId: "harbour-cafe",
  phoneNumberIds: next === "nothing_to_register" ? [] : NUMBERS,
  steps: done,
  next,
});

function failed(status: PlainAccountConnectionFailure): AccountConnectionResult {
  const { resolution, ...advice } = ACCOUNT_CONNECTION_ADVICE[status];
  return {
    status,
    wabaId: WABA_ID,
    steps: failedAt(status === "code_expired" || status === "code_refused" ? "token" : "webhook", advice.message),
    ...advice,
    resolution: [...resolution],
    retryAt: null,
    graphError: graphError(100, { message: "(#100) Meta's own words" }),
  };
}

const atMeta = (index: number, rest: Partial<AccountNumber> = {}): AccountNumber => ({
  phoneNumberId: String(550_000_000_002_000 + index),
  displayPhoneNumber: `+1 555 010 ${5000 + index}`,
  verifiedName: `Harbour Kiosk ${index}`,
  status: "PENDING",
  managed: true,
  ...rest,
});

/** A list with more numbers than are shown at once; one that a customer has added to since; and one that Meta refuses. */
function lists(): Record<string, PhoneNumberList> {
  const many = Array.from({ length: 13 }, (_, index) => atMeta(index));
  const unnamed = atMeta(20, { verifiedName: null, displayPhoneNumber: null, status: null, managed: false });
  const { resolution, ...advice } = READ_ADVICE.throttled;
  return {
    own: { status: "listed", wabaId: WABA_ID, numbers: [...many, atMeta(14, { managed: false }), unnamed] },
    [WABA_ID]: { status: "listed", wabaId: WABA_ID, numbers: [atMeta(30, { managed: false })] },
    [OTHER_WABA_ID]: {
      status: "throttled",
      wabaId: OTHER_WABA_ID,
      ...advice,
      resolution: [...resolution],
      retryAt: null,
      graphError: graphError(80_008, { message: "(#80008) Meta's own words" }),
    },
  };
}

/** Every way in which connecting an account can end, by a customer's id of that name; and an account of each state. */
export function connections({ ago }: Scene): Connections {
  const failures = AccountConnectionFailureStatus.exclude(["missing_permission"]).options;
  const results: Record<string, AccountConnectionResult> = {};
  for (const next of ["verify", "register", "ready", "nothing_to_register"] as const) results[next] = connected(next);
  for (const status of failures) results[status] = failed(status);
  const account: AccountDocument = {
    customerId: "harbour-cafe",
    wabaId: WABA_ID,
    name: "Harbour Coffee",
    businessId: null,
    state: "connected",
    reason: null,
    steps: done,
    phoneNumberIds: NUMBERS,
    token: { state: "valid", expiresAt: null },
    connectedAt: ago(0),
    customerSince: ago(0),
    by: "member-1",
    updatedAt: ago(0),
  };
  return {
    results,
    lists: lists(),
    accounts: [
      account,
      {
        ...account,
        wabaId: OTHER_WABA_ID,
        name: "Harbour Bakery",
        state: "action_required",
        reason: "Meta no longer takes the token.",
      },
      { ...account, name: null, state: "disconnected", reason: "Its customer disconnected it." },
    ],
  };
}
