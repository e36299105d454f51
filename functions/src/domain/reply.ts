import type { GraphError } from "../contract/failure.ts";

/** What became of a POST that Meta did not plainly accept. `httpStatus` is null where no status line arrived. */
export type Unaccepted =
  /** `regainAccessMs`: the wait that Meta's usage headers name, where they do. */
  | { readonly kind: "refused"; readonly error: GraphError; readonly regainAccessMs: number | null }
  /** The connection failed before a byte of the request left. */
  | { readonly kind: "not_sent"; readonly reason: string }
  /** Sent, and no answer that can be read: timeout, reset, redirect, HTML, truncated JSON, `success` other than true. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly httpStatus: number | null };

/** What became of one POST whose success says nothing but that it succeeded, such as the one to `/register`. */
export type CallReply =
  /** `otherKeys`: the names of what the answer says besides. */
  { readonly kind: "accepted"; readonly otherKeys?: readonly string[] } | Unaccepted;

/** What became of adding a number: Meta gave it an id, or did not plainly add it. */
export type AdditionReply = { readonly kind: "accepted"; readonly phoneNumberId: string } | Unaccepted;

/** What became of a message: Meta took it and gave it an id, or it did not plainly take it. */
export type SendReply = { readonly kind: "accepted"; readonly messageId: string } | Unaccepted;

/** What became of a template that Meta was asked to make: Meta has it, in these words of its own; or it did not plainly take it. */
export type TemplateReply =
  | { readonly kind: "accepted"; readonly status: string | null; readonly category: string | null }
  | Unaccepted;
