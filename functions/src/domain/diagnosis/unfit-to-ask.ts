import type { GraphError } from "../../contract/failure.ts";

/**
 * Whether Meta refuses the token that asks `debug_token`, and not the one that it is asked about: only the app itself may ask, and
 * tokens of users who own or develop it (seen in logs). Such an answer says nothing bad about the token.
 */
export const isUnfitToAsk = ({ message }: GraphError): boolean =>
  /app access token|owner or developer of the app/i.test(message);
