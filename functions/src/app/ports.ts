import type { AttemptBudget } from "../contract/attempts.ts";
import type { CallOperation, LeasedOperation } from "../contract/calls.ts";
import type { GraphError } from "../contract/failure.ts";
import type { AttemptStatus, MetaView, PhoneNumberDocument, RegistrationRecord } from "../contract/phone-number.ts";
import type { DataLocalizationRegion } from "../contract/primitives.ts";
import type { CodeMethod } from "../contract/verification.ts";
import type { AccountRef } from "../domain/account.ts";
import type { Operation, Refusal } from "../domain/attempt/attempt-window.ts";
import type { CallWaits, LeaseRefusal } from "../domain/attempt/call-lease.ts";
import type { OpenEnd } from "../domain/attempt/open-attempt.ts";
import type { AssignedUser, PermissionGrant, TokenFacts, WabaNumber } from "../domain/diagnosis/access-findings.ts";
import type { MessagingHealth, Reach, SubscribedApp, WabaFacts, WebhookAddresses } from "../domain/diagnosis/facts.ts";
import type { Sighting } from "../domain/lifecycle/look.ts";
import type { NumberFacts } from "../domain/lifecycle/number-facts.ts";
import type { Transition } from "../domain/lifecycle/transition.ts";
import type { MessageTemplate } from "../domain/message-template.ts";
import type { AttemptOutcome } from "../domain/outcome/attempt.ts";
import type { RegistrationOutcome } from "../domain/outcome/registration.ts";
import type { Pin } from "../domain/pin.ts";
import type { Read, ReadFailure } from "../domain/read.ts";
import type { CallReply, SendReply, TemplateReply } from "../domain/reply.ts";
import type { VerificationCode } from "../domain/verification-code.ts";

export type { Read, ReadFailure };

/** The number that a call is about, and its account. */
export interface CallSubject extends AccountRef {
  readonly phoneNumberId: string;
  /** Whether the number is known to belong to the account; else the account is a guess. */
  readonly accountIsKnown: boolean;
  /** The business whose users Meta is asked about; `null` or left out: they are not asked about. */
  readonly businessId?: string | null;
}

/** Why a POST must not be sent, and how long to wait, in ms; `null`: waiting is not what helps. */
export interface PostRefusal {
  readonly status: "meta_unavailable" | "outcome_unknown" | "in_progress";
  readonly retryAfterMs: number | null;
}

/** One call that changes something at Meta, as its caller asked for it. `attemptId` is made once, where the call comes in. */
export interface CallAsk extends CallSubject {
  readonly attemptId: string;
  /** The Firebase uid of the caller. */
  readonly by: string;
  /** Asked right before each POST where the request bears an idempotency key: why it must not be sent; `null`: it may be. */
  readonly mayPost?: () => Promise<PostRefusal | null>;
}

/** Which templates of an account are asked for. */
export interface WantedTemplates {
  /** Left out: whatever their status is. */
  readonly status?: "approved";
  /** Left out: whatever their name is. Meta finds it inside longer names, too. */
  readonly name?: string;
  /** Whether no further page is of use. */
  readonly enough?: (template: MessageTemplate) => boolean;
}

/** Meta's Graph API. No method throws: whatever the other side does is an answer. Deadlines bound the whole exchange, in ms. */
export interface Graph {
  /** The one POST to `/{phone_number_id}/register`: sent once, never repeated, no redirect followed. */
  register(
    ask: { phoneNumberId: string; pin: Pin; dataLocalizationRegion: DataLocalizationRegion | null },
    deadlineMs: number,
  ): Promise<CallReply>;
  /** The one POST to `/{phone_number_id}/deregister`: sent once, like all that follow. */
  deregister(phoneNumberId: string, deadlineMs: number): Promise<CallReply>;
  /** Has Meta send a verification code to the number itself. */
  requestCode(
    ask: { phoneNumberId: string; method: CodeMethod; language: string },
    deadlineMs: number,
  ): Promise<CallReply>;
  /** Sends the code back, which proves that the number is the business's own. */
  verifyCode(ask: { phoneNumberId: string; code: VerificationCode }, deadlineMs: number): Promise<CallReply>;
  /** Sets the number's two-step PIN; the old one is not needed. */
  setPin(ask: { phoneNumberId: string; pin: Pin }, deadlineMs: number): Promise<CallReply>;
  /** Sends a template without parameters. `to`: digits only. */
  sendTemplate(
    ask: { phoneNumberId: string; to: string; template: string; language: string },
    deadlineMs: number,
  ): Promise<SendReply>;
  /** Has Meta review a template of the category UTILITY that is a body without variables. Meta takes a name in a language once. */
  createTemplate(
    wabaId: string,
    template: { readonly name: string; readonly language: string; readonly body: string },
    deadlineMs: number,
  ): Promise<TemplateReply>;
  /** An account's templates, all or those that `wanted` names, in Meta's order; up to the page with one that is `enough`. */
  templates(wabaId: string, wanted: WantedTemplates, deadlineMs: number): Promise<Read<readonly MessageTemplate[]>>;
  readNumber(phoneNumberId: string, deadlineMs: number): Promise<Read<MetaView>>;
  inspectToken(deadlineMs: number): Promise<Read<TokenFacts>>;
  numbersOfWaba(wabaId: string, deadlineMs: number): Promise<Read<readonly WabaNumber[]>>;
  /** `/me/permissions`: a second opinion on what `debug_token` lists. */
  permissions(deadlineMs: number): Promise<Read<readonly PermissionGrant[]>>;
  /** The users that may act on an account, and their tasks. Meta wants the business of these users named. */
  assignedUsers(wabaId: string, businessId: string, deadlineMs: number): Promise<Read<readonly AssignedUser[]>>;
}

/** The reads that only a diagnosis makes. Each asks for one thing, because one refused field fails a whole read. */
export interface DiagnosticGraph extends Graph {
  reach(deadlineMs: number): Promise<Read<Reach>>;
  readWaba(wabaId: string, deadlineMs: number): Promise<Read<WabaFacts>>;
  /** Whether a payment method is set for the account, which Meta shows to Solution Partners' apps alone. */
  hasPaymentMethod(wabaId: string, deadlineMs: number): Promise<Read<boolean>>;
  /** How many people the portfolio may write to, in Meta's word: TIER_250 … TIER_UNLIMITED. Asked of a number or an account, from v24.0 on. */
  messagingLimit(id: string, deadlineMs: number): Promise<Read<string>>;
  subscribedApps(wabaId: string, deadlineMs: number): Promise<Read<readonly SubscribedApp[]>>;
  pinEnabled(phoneNumberId: string, deadlineMs: number): Promise<Read<boolean>>;
  accountMode(phoneNumberId: string, deadlineMs: number): Promise<Read<string>>;
  throughputLevel(phoneNumberId: string, deadlineMs: number): Promise<Read<string>>;
  messagingHealth(phoneNumberId: string, deadlineMs: number): Promise<Read<MessagingHealth>>;
  webhookAddresses(phoneNumberId: string, deadlineMs: number): Promise<Read<WebhookAddresses>>;
}

/** What finds out whether messages from a number arrive. */
export interface SendingSource {
  readonly graph: Pick<
    DiagnosticGraph,
    | "accountMode"
    | "messagingHealth"
    | "messagingLimit"
    | "webhookAddresses"
    | "readWaba"
    | "hasPaymentMethod"
    | "subscribedApps"
  >;
  /** The configured number and its account: of any other number the account is a guess, unless its document names it. */
  readonly configured: Pick<CallSubject, "phoneNumberId" | "wabaId">;
  readonly expectedAppId: string | null;
  readonly graphVersion: string;
  /** The address of this deployment's own webhook; `null`: it is not known. */
  readonly ownWebhook: string | null;
}

/** What is remembered of a number and its account, to be looked at and never changed. Both methods reject when it cannot be read. */
export interface Records {
  /** What is left of the budget of registrations. */
  registrationBudget(phoneNumberId: string): Promise<AttemptBudget>;
  /** When the last webhook event of an account came in, ISO-8601; `null`: none has come. */
  lastWebhookEventAt(wabaId: string): Promise<string | null>;
  /** What the number's document says of registering; `null`: nothing. */
  lastRegistration(phoneNumberId: string): Promise<RegistrationRecord | null>;
}

/** A request for one attempt: the caller, and what it is for. */
export interface AttemptRequest {
  readonly phoneNumberId: string;
  readonly attemptId: string;
  readonly operation: Operation;
  /** The Firebase uid of the caller. */
  readonly by: string;
  readonly forced: boolean;
  readonly dataLocalizationRegion: DataLocalizationRegion | null;
}

/** `now` is Firestore's time, in ms since the epoch. */
export type AttemptAnswer =
  | {
      readonly granted: true;
      readonly attempts: AttemptBudget;
      readonly now: number;
      /** What the number's document said of registering before this attempt; `null`: nothing. */
      readonly known: RegistrationRecord | null;
      /** An earlier request of the same operation whose outcome is open; `null`: none is. */
      readonly open: OpenEnd | null;
      /** Until when Meta wants no further call of each kind that spends nothing. */
      readonly waits: CallWaits;
    }
  | { readonly granted: false; readonly refusal: Refusal; readonly attempts: AttemptBudget; readonly now: number };

/** The end of an attempt, as it is written down. */
export interface AttemptEnd<Outcome = RegistrationOutcome> {
  readonly outcome: Outcome;
  /** Whether a request was or may have been sent. What was not sent is given back. */
  readonly spent: boolean;
  /** Meta said that the budget is used up. */
  readonly blocked: boolean;
  /** The newest reading of the number, if there is one. */
  readonly view: MetaView | null;
  /** When the number should be read again, in ms from now; `null`: nothing is open. */
  readonly lookAgainInMs: number | null;
  /** The call that was made ahead of this one, under the same lease; left out or `null`: none was. */
  readonly ahead?: CallAhead | null;
}

/** A call that spends nothing and went ahead of one that Meta counts. */
export interface CallAhead extends Pick<LeaseEnd, "status" | "message" | "graphError" | "sent" | "waitMs"> {
  readonly call: LeasedOperation;
}

/** The budget after an attempt ended, and Firestore's time then. */
export interface Settlement {
  readonly attempts: AttemptBudget;
  readonly now: number;
}

/**
 * The ledger of requests for each number: one lease per number, ten requests in 72 hours. Every method is one atomic change.
 * A method that throws has changed nothing that a later call could be misled by.
 */
export interface Attempts {
  /**
   * Takes the lease and one attempt, or says why not. Granted only when it is certainly written. `free` is called once nothing
   * prevents the reservation, right before it is written; and again where somebody else was faster and nothing prevents it afterwards.
   * @throws when it is in doubt whether it is written.
   */
  reserve(request: AttemptRequest, free?: () => void): Promise<AttemptAnswer>;
  /** Ends an attempt: its own document, the number's document and the lease at once. */
  settle(request: AttemptRequest, end: AttemptEnd<AttemptOutcome>): Promise<Settlement>;
}

/** A request for the number's lease: the caller, and what it is for. `attemptId` is made once, where the call came in. */
export interface LeaseRequest {
  readonly phoneNumberId: string;
  readonly attemptId: string;
  readonly call: LeasedOperation;
  /** The Firebase uid of the caller. */
  readonly by: string;
}

/** `now` is Firestore's time, in ms since the epoch. */
export type LeaseAnswer =
  /** `known`: what the number's document says of registering; `null`: nothing. */
  | { readonly granted: true; readonly now: number; readonly known: RegistrationRecord | null }
  | { readonly granted: false; readonly refusal: LeaseRefusal; readonly now: number };

/** The end of a call that held the lease, as it is written down. */
export interface LeaseEnd {
  readonly status: AttemptStatus;
  /** What the caller was told, where the call failed. */
  readonly message: string | null;
  readonly graphError: GraphError | null;
  /** Whether a request was or may have been sent: only then an audit document is written. */
  readonly sent: boolean;
  /** The newest reading of the number, if there is one. */
  readonly view: MetaView | null;
  /** How long Meta wants no further call of this kind, in ms from now; `null`: it did not say. */
  readonly waitMs: number | null;
}

/** One call at a time changes a number, and none is made before the time that Meta named. Every method is one atomic change. */
export interface Leases {
  /** Takes the lease, or says why not. @throws when that is in doubt. */
  take(request: LeaseRequest): Promise<LeaseAnswer>;
  /** Gives the lease back and writes down what became of the call. Answers Firestore's time. */
  end(request: LeaseRequest, end: LeaseEnd): Promise<number>;
}

/**
 * What a look has brought about. `document` null: nothing is known of the number yet, and the look showed nothing; `transition` null:
 * nothing changed that is worth a record.
 */
export interface Looked {
  readonly document: PhoneNumberDocument | null;
  readonly transition: Transition | null;
}

/** The numbers' visible documents. */
export interface PhoneNumbers {
  /** What is stored of a number; empty: nothing. Rejects when it cannot be read. */
  known(phoneNumberId: string): Promise<NumberFacts>;
  /** Writes down what a look at a number showed, and settles what it settles. */
  look(phoneNumberId: string, sighting: Sighting): Promise<Looked>;
}

/** One test message, as it was asked for. `to`: digits only, and never written down whole. */
export interface TestMessageRequest {
  readonly phoneNumberId: string;
  readonly attemptId: string;
  readonly by: string;
  readonly to: string;
  readonly template: string;
  readonly language: string;
}

/** What became of a test message when it was handed to Meta. `messageId` null: Meta did not take it. */
export interface TestMessageEnd {
  readonly status: AttemptStatus;
  readonly message: string | null;
  readonly graphError: GraphError | null;
  readonly messageId: string | null;
}

/** The test messages that were sent, and how far they have come. */
export interface TestMessages {
  /** Under which name a message's document stands, by Meta's id of the message. */
  documentIdOf(messageId: string): string;
  /** Writes down a message that was sent or may have been. */
  record(request: TestMessageRequest, end: TestMessageEnd): Promise<void>;
}

/** A request whose caller gave it an id, and the call that carries it out now. */
export interface KeyedRequest {
  /** The Firebase uid of the caller: others' ids are other requests. */
  readonly by: string;
  readonly operation: CallOperation;
  /** The number or the account that it is about. */
  readonly subject: string;
  readonly requestId: string;
  readonly attemptId: string;
  /** What was asked, but its secrets. */
  readonly asked: Readonly<Record<string, unknown>>;
}

/** The state of a request whose caller gave it an id. Times in ms from now. */
export type RequestStanding =
  /** This call carries it out. `openForMs`: how long the outcome of an earlier call's POST has been unknown; `null`: there was none. */
  | { readonly kind: "begun"; readonly openForMs: number | null }
  /** Another call carries it out, for so long at most. */
  | { readonly kind: "running"; readonly endsInMs: number }
  | { readonly kind: "answered"; readonly answer: unknown }
  /** The id was given to a request that asked for something else. */
  | { readonly kind: "other_request" };

/** The requests of the last day whose callers gave them an id (idempotency key). Every method is one atomic change. */
export interface Requests {
  /** Begins to carry a request out, unless it has been or is being. @throws when that is in doubt. */
  begin(request: KeyedRequest): Promise<RequestStanding>;
  /** Notes that its POST is being sent; `false`: another call has taken the request over. @throws when that is in doubt. */
  claimPost(request: KeyedRequest): Promise<boolean>;
  /** Keeps the answer. `answer` null: there is none, and the next call begins anew. */
  end(request: KeyedRequest, answer: object | null): Promise<void>;
}

/** What is remembered of tokens that Meta called invalid, so that other numbers' attempts are not burnt on them. */
export interface TokenCircuit {
  isOpen(): Promise<boolean>;
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch, by this machine. */
  now(): number;
  /** Starts a stopwatch that a frozen instance cannot fool: it reads the longer of wall time and running time, in ms. */
  stopwatch(): () => number;
  sleep(ms: number): Promise<void>;
}

/** What a line in the log is about: a number, or an account and the number in it that a call has come to. */
export type LoggedSubject =
  | { readonly phoneNumberId: string }
  | { readonly wabaId: string; readonly phoneNumberId?: string | null };

/** A call in the log. `attemptId`: the id of its audit document, which other lines of the call name as well. */
export type LoggedCall = LoggedSubject & { readonly call: CallOperation; readonly attemptId: string };

/** What is worth a line in the log of any call to Meta. Each event is a method, so that nothing else is ever logged. */
export interface CallJournal {
  readFailed(entry: LoggedSubject & { read: string; failure: ReadFailure }): void;
  judgementFailed(entry: LoggedCall & { error: unknown }): void;
  /** A call was answered without asking Meta. */
  callWithheld(entry: LoggedSubject & { call: CallOperation; status: string }): void;
  callSent(entry: LoggedCall): void;
  /** `spent`: whether a request was or may have been sent; left out in calls about an account. */
  callEnded(entry: LoggedCall & { status: string; spent?: boolean; graphError: GraphError | null }): void;
  /** What became of a call could not be written down. */
  callUnrecorded(entry: LoggedCall & { status: string; error: unknown }): void;
}

/** What is worth a line in the log of calls about numbers, besides. */
export interface Journal extends CallJournal {
  circuitFailed(entry: { error: unknown }): void;
  /** Meta accepted, and its answer says more than is known here. `keys`: the names of its fields. */
  answerGrew(entry: LoggedCall & { keys: readonly string[] }): void;
  /** Meta was asked to make a template. `status`: its own word for the template's, or ours for what became of the request. */
  templateCreated(entry: {
    phoneNumberId: string;
    attemptId: string;
    template: string;
    status: string;
    graphError: GraphError | null;
  }): void;
  /** A request came in again under the id that its caller gave it, and nothing was posted for it this time. */
  requestRepeated(entry: {
    call: CallOperation;
    subject: string;
    attemptId: string;
    standing: RequestStanding["kind"];
  }): void;
  /** How a request with an id of its caller's stands could not be written down. */
  requestUnrecorded(entry: { call: CallOperation; subject: string; attemptId: string; error: unknown }): void;
}
