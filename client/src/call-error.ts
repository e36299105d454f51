import { FirebaseError } from "firebase/app";
import { InternalDetails, InvalidArgumentDetails } from "../../functions/src/contract/errors.ts";

/** Why a call has no result, told apart by `code`. */
export type CallProblem =
  /** The request is malformed: where and why, never the value that was sent. */
  | { readonly code: "invalid-argument"; readonly issues: InvalidArgumentDetails["issues"] }
  /** Nobody is signed in, or the App Check token was missing, wrong or used before. */
  | { readonly code: "unauthenticated" }
  /** The user is neither an operator (`whatsappOperator: true`) nor a customer's member (`whatsappCustomers`). A claim just granted needs a new ID token: `user.getIdToken(true)`. */
  | { readonly code: "permission-denied" }
  /** This deployment does not manage the number or account, or the user may not act for its customer. */
  | { readonly code: "not-found" }
  /** The backend failed; its log says why under this id. */
  | { readonly code: "internal"; readonly correlationId: string }
  /** The caller gave up by its own AbortSignal. */
  | { readonly code: "cancelled" }
  /** Nothing that can be read came back. The call may have been carried out all the same: the number's document tells. */
  | { readonly code: "no-answer"; readonly reason: string };

/** A call that was refused, or that got no answer; `message` says why. Everything that Meta decides is a result, not an error. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly problem: CallProblem;

  constructor(problem: CallProblem, message: string, options?: ErrorOptions) {
    super(withCause(problem, message), options);
    this.problem = problem;
  }
}

/** A sentence that alone, in a log or a crash report, tells what to look for. */
function withCause(problem: CallProblem, message: string): string {
  switch (problem.code) {
    case "invalid-argument": {
      const said = problem.issues.map(({ path, message: why }) => (path === "" ? why : `${path} ${why}`));
      return said.join() === message ? message : `${stopped(message)} ${stopped(said.join("; "))}`;
    }
    case "internal":
      return `${stopped(message)} ${whereToLook(problem.correlationId)}`;
    case "no-answer":
      return `No answer came back: ${problem.reason}. ${message}`;
    default:
      return message;
  }
}

const whereToLook = (correlationId: string): string => `The backend's log says why, under the id ${correlationId}.`;

const stopped = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

/** What the Firebase SDK threw, as a `CallError`. */
export function callError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  if (!(error instanceof FirebaseError)) return noAnswer(error instanceof Error ? error.message : String(error), error);
  const message = error.message.replace(HTTP_STATUS, "");
  // Where no answer of the function's own was read, the SDK's message is its code and nothing else.
  const code = error.code.replace(/^.*\//, "");
  if (message === code) return noAnswer(reasonOf(code, error.message), error);
  const problem = problemOf(code, message, "details" in error ? error.details : undefined);
  return problem === null ? noAnswer(message, error) : new CallError(problem, message, { cause: error });
}

/** The SDK appends the HTTP status to every message. */
const HTTP_STATUS = / \[(\d+)\]$/;

/** `null`: the code is none that the backend's functions answer with. */
function problemOf(code: string, message: string, details: unknown): CallProblem | null {
  switch (code) {
    case "unauthenticated":
    case "permission-denied":
    case "not-found":
    case "cancelled":
      return { code };
    case "invalid-argument": {
      const read = InvalidArgumentDetails.safeParse(details);
      return { code, issues: read.success ? read.data.issues : [{ path: "", message }] };
    }
    case "internal": {
      const read = InternalDetails.safeParse(details);
      return read.success ? { code, correlationId: read.data.correlationId } : null;
    }
    default:
      return null;
  }
}

function reasonOf(code: string, message: string): string {
  if (code === "deadline-exceeded") return "it took too long";
  const status = HTTP_STATUS.exec(message)?.[1];
  return status === undefined || status === "0" ? "the backend could not be reached" : `HTTP status ${status}`;
}

/** The caller gave up by its own AbortSignal. */
export const cancelled = (cause: unknown): CallError =>
  new CallError({ code: "cancelled" }, "The call was given up before it was answered.", { cause });

/** Nothing came back that can be read. */
export function noAnswer(reason: string, cause?: unknown): CallError {
  return new CallError(
    { code: "no-answer", reason },
    "The call may have been carried out: look at the number's state before calling again.",
    { cause },
  );
}
