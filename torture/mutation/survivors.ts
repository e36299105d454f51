/** A one-line change to the product that no test notices, and why none needs to. */
export interface Survivor {
  /** Below functions/src. */
  readonly file: string;
  /** The source text that is replaced, and what by; white space is folded. */
  readonly original: string;
  readonly replacement: string;
  readonly why: string;
}

type Row = readonly [original: string, replacement: string, why: string];

/** What an empty text and an empty list become. */
const TEXT = '"Stryker was here!"';
const LIST = '["Stryker was here"]';

const NULL_IS_NEVER_LATER =
  "`null` is later than no time: the comparison says no by itself, and the check is for the types.";
const NULL_IS_NO_WORD =
  "The table has no word `null`: looking it up says no by itself, and the check is for the types.";
const NULL_IS_IN_NO_FUTURE =
  "`null` lies in no future: the comparison says no by itself, and the check is for the types.";
const UNDEFINED_IS_NO_TIME =
  "`undefined` is neither later nor earlier: the comparison says no by itself, and the check is for the types.";
const NO_DATE_EITHER = "Neither text is a date.";
const CANNOT_BE = "Cannot be reached: ";

/** By file, the changes that survive. One that no longer survives must go. */
const BY_FILE: Readonly<Record<string, readonly Row[]>> = {
  "app/disconnect-account.ts": [
    ['"disconnect_account"', '""', "The catalogue has no row of this call's: what an error means everywhere decides."],
  ],
  "domain/webhook/events-taken.ts": [
    ["proven === undefined", "false", "An account that no event proves changes none: the check is for the types."],
  ],
  "app/idempotent-call.ts": [
    [
      'standing.kind !== "begun"',
      "false",
      "Only a request that is begun has `openForMs`: of any other it is not `null` by itself, and the check is for the types.",
    ],
  ],
  "app/look-at-sending.ts": [
    [
      '"A look at a number does not ask for this."',
      '""',
      "Of the checks their states alone count, and what was not read leaves one unknown for whatever reason.",
    ],
    ["false", "true", "Only the check of the token's app asks, on which sending does not rest."],
  ],
  "app/reconcile-accounts.ts": [['""', TEXT, `${CANNOT_BE}a request is for one number at least.`]],
  "app/reconcile-phone-numbers.ts": [
    ["end?.status", "end.status", "Every look has an end: the check is for the types."],
    ["end?.reason", "end.reason", "Every look has an end: the check is for the types."],
  ],
  "app/reset-pin.ts": [["view !== null", "true", `${CANNOT_BE}a number that was not read has stopped the PIN before.`]],
  "domain/advice/access-advice.ts": [
    ["first === undefined", "false", `${CANNOT_BE}no advice is to look at a phone alone; the check is for the types.`],
  ],
  "domain/advice/webhook-connection-advice.ts": [['"messages"', '""', "It is only asked where a field is missing."]],
  "domain/attempt/attempt-window.ts": [
    ["spending.blockedUntil !== null", "true", NULL_IS_NEVER_LATER],
    [
      "now + WINDOW_MS",
      "now - WINDOW_MS",
      `${CANNOT_BE}the budget is one at least, so where it is used up there is an entry that tells the time.`,
    ],
    ["time !== null", "true", NULL_IS_NEVER_LATER],
    [
      "nextLookAt !== null",
      "true",
      "A lease that keeps a time has a next look; where it keeps none, both ways say `null`.",
    ],
  ],
  "domain/attempt/call-lease.ts": [["until !== null", "true", NULL_IS_NEVER_LATER]],
  "domain/attempt/open-attempt.ts": [
    ['""', TEXT, NO_DATE_EITHER],
    ['newest.end === "final"', "false", `${CANNOT_BE}what is final was left out before; the check is for the types.`],
    ['"final"', '""', `${CANNOT_BE}what is final was left out before; the check is for the types.`],
  ],
  "domain/outcome/pin-reset.ts": [
    ['"access" in outcome', "false", "What is left as it is comes to the same; the check is for the types."],
    ['"access"', '""', "What is left as it is comes to the same; the check is for the types."],
  ],
  "domain/outcome/webhook-connection.ts": [
    ["[]", LIST, "Neither list has the field that is asked for."],
    ["app?.active", "app.active", `${CANNOT_BE}where nothing is known of the app, its fields are set.`],
    ["entry.override !== null", "true", "Without an override the app's own address is ours, which is asked next."],
  ],
  "domain/json.ts": [
    ["id !== null", "true", "The pattern of an id does not fit the word `null`."],
    ["text === null", "false", "The pattern of a time does not fit the word `null`."],
    [
      "text.length > 11",
      "text.length >= 11",
      "A time of eleven digits is not between 2010 and 2100, in seconds or in milliseconds.",
    ],
  ],
  "domain/number-status.ts": [["status != null", "true", NULL_IS_NO_WORD]],
  "domain/parse-json.ts": [
    ["!LONG_NUMBER.test(text)", "false", "Where no number is long, nothing is replaced: it costs only time."],
    ["/[[:,]\\s*-?\\d{16}/", "/[[:,]\\s*-?\\d/", "Where no number is long, nothing is replaced: it costs only time."],
    ["context?.source", "context.source", "Every Node that the functions run on hands it over."],
    ["source !== undefined", "true", "`undefined` has no digits, and the check is for the types."],
  ],
  "domain/phone-number.ts": [
    ['""', TEXT, "Neither text has digits."],
    ["time !== null", "true", NULL_IS_IN_NO_FUTURE],
  ],
  "domain/waiting-time.ts": [['""', TEXT, `${CANNOT_BE}where the pattern fits, it has caught a unit.`]],
  "domain/lifecycle/acted-elsewhere.ts": [['""', TEXT, NO_DATE_EITHER]],
  "domain/lifecycle/believed-facts.ts": [["time !== null", "true", NULL_IS_IN_NO_FUTURE]],
  "domain/lifecycle/display-name.ts": [
    ["at !== null", "true", "`null` is no time: the comparison says no by itself, and the check is for the types."],
  ],
  "domain/lifecycle/lifecycle-rules.ts": [
    ["registration !== undefined", "true", "It is only asked where there is a record."],
    ["registration?.status", "registration.status", "It is only asked where there is a record."],
    ["registration === undefined", "false", `${CANNOT_BE}without a record an earlier rule fits.`],
    ['"unknown_error"', '""', `${CANNOT_BE}without a record, or with one of the words above, an earlier rule fits.`],
    ...['"registered"', '"awaiting_meta"', '"not_registered"', '"deregistered"'].map((word): Row => [
      word,
      '""',
      `${CANNOT_BE}with this word an earlier rule fits; the switch is for the types.`,
    ]),
    [
      'case "deregistered": return "unknown_error";',
      'case "deregistered":',
      `${CANNOT_BE}with this word an earlier rule fits; the switch is for the types.`,
    ],
  ],
  "domain/lifecycle/lifecycle.ts": [
    ["rule?.word", "rule.word", "The last rule always fits."],
    ['"action_required"', '""', "The last rule always fits."],
    ["rule?.why", "rule.why", "The last rule always fits."],
  ],
  "domain/lifecycle/look.ts": [
    ['"failed"', '""', "Only the other two words are asked for."],
    ["ledger.lease?.attemptId", "ledger.lease.attemptId", "It is only asked where there is a lease."],
    ["[]", LIST, "A text has no status, so neither filter lets it through."],
    ["known?.readable === false", "true", "What was readable holds no error that could be the same."],
  ],
  "domain/lifecycle/next-look.ts": [
    ["awaitingSince !== null", "true", "What has been awaited since 1970 is looked at daily, as everything is."],
    ["time === null", "false", "No time is not after now, which is what is asked next."],
    ["[]", LIST, "A text is not after now, which is what is asked next."],
    ["offboarded !== null", "true", "What has been awaited since 1970 is looked at daily, as everything is."],
    ['""', TEXT, NO_DATE_EITHER],
    ["spentElsewhereUntil !== null", "true", NULL_IS_IN_NO_FUTURE],
  ],
  "domain/lifecycle/notices.ts": [
    ['""', TEXT, "Neither text is a word of the list."],
    ["meta !== undefined", "true", `${CANNOT_BE}a name in review was read.`],
  ],
  "domain/lifecycle/number-facts.ts": [
    ['""', TEXT, NO_DATE_EITHER],
    ["since === null", "false", "Every time is later than `null`."],
    ["lastAccepted?.at", "lastAccepted.at", "It is only asked where a registration was accepted."],
    ["accepted?.at", "accepted.at", "It is only asked where a registration was accepted."],
    ["at !== null", "true", "It is only asked where a registration was accepted, and that has a time."],
    ["until !== undefined && readAt !== undefined", "true", UNDEFINED_IS_NO_TIME],
    [
      "until !== undefined && readAt !== undefined",
      "until !== undefined || readAt !== undefined",
      UNDEFINED_IS_NO_TIME,
    ],
    ["until !== undefined", "true", UNDEFINED_IS_NO_TIME],
    ["readAt !== undefined", "true", UNDEFINED_IS_NO_TIME],
  ],
  "domain/webhook/webhook-claim.ts": [
    ["event !== null", "true", NULL_IS_NO_WORD],
    ["event === null", "false", "Without an event there is no subject either, which is asked next."],
    ["kept === null", "false", "Of a field that nothing is kept of there is no reading either."],
  ],
  "domain/webhook/webhook-meaning.ts": [
    ["change.at !== null", "true", NULL_IS_IN_NO_FUTURE],
    ["time > latest", "time >= latest", "Of equal times either is the latest."],
    ["[]", LIST, "A word is later than no time."],
  ],
  "domain/webhook/webhook-route.ts": [
    ['""', TEXT, "No event is about a number without digits."],
    [
      "subject.digits === null",
      "false",
      "No number has the digits `null`: nobody is found, and the check is for the types.",
    ],
  ],
  "domain/webhook/webhook-view.ts": [
    ["since !== null", "true", NULL_IS_NEVER_LATER],
    ["view.provenAt === null", "false", "No time is later than none: the comparison says no by itself."],
    ["since === null", "false", "Every time is later than `null`."],
    ["at !== null", "true", NULL_IS_IN_NO_FUTURE],
  ],
  "domain/diagnosis/access-findings.ts": [
    ["view === null", "true", "A number that was read was not refused: the other condition says no by itself."],
  ],
  "domain/diagnosis/account-access.ts": [
    ['""', TEXT, "No list of numbers is given in which the number could be looked for."],
  ],
  "domain/diagnosis/asset-checks.ts": [
    ["false", "true", "It counts only for a missing permission."],
    ["tasks?.join", "tasks.join", "It is only asked where there are tasks."],
    ['""', TEXT, "It is only asked where there are tasks."],
  ],
  "domain/diagnosis/health-checks.ts": [['""', TEXT, `${CANNOT_BE}entities without a word are left out before.`]],
  "domain/diagnosis/node-kind.ts": [["type === undefined", "false", "No kind is called `undefined`."]],
  "domain/diagnosis/permission-checks.ts": [
    ["actor === null", "false", `${CANNOT_BE}what Meta hides has an actor and a step; the check is for the types.`],
    [
      "first === undefined",
      "false",
      `${CANNOT_BE}what Meta hides has an actor and a step; the check is for the types.`,
    ],
  ],
  "domain/diagnosis/sending-checks.ts": [
    ['""', TEXT, `${CANNOT_BE}a number without a status is told apart before, and the code stands in the table.`],
    ["healthCode(NO_PAYMENT)?.meaning", "healthCode(NO_PAYMENT).meaning", "The code stands in the table."],
  ],
  "domain/diagnosis/token-checks.ts": [
    ["refusal !== null", "true", "Nothing is not a refusal of the token."],
    ["unusable !== null", "true", "Nothing is not a refusal of the token."],
  ],
  "domain/diagnosis/webhook-checks.ts": [["ours !== null", "true", "No app has the id `null`."]],
  "domain/error/call-refusal.ts": [
    ['""', TEXT, "No row is told by either text."],
    ["reply.httpStatus !== null", "true", "`null` is less than 500 by itself."],
  ],
  "domain/error/graph-refusal.ts": [
    ['""', TEXT, "Neither text begins with a code."],
    ["error.subcode !== null", "true", "`null` is no code by itself, and the check is for the types."],
  ],
  "domain/error/shapes.ts": [['""', TEXT, "Neither text is one of Meta's."]],
};

/** The changes that survive, each with its argument. */
export const SURVIVORS: readonly Survivor[] = Object.entries(BY_FILE).flatMap(([file, rows]) =>
  rows.map(([original, replacement, why]) => ({ file, original, replacement, why })),
);
