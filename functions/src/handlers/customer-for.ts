import { invalidArgument } from "./invalid-argument.ts";
import { notFound } from "./not-found.ts";

/**
 * The customer that a caller acts for: an operator names any, a member one of the claim's, or none where there is but one. @throws
 * invalid-argument where one must be named, not-found for a customer that is not the caller's to see
 */
export function customerFor(
  caller: { readonly isOperator: boolean; readonly customers: readonly string[] },
  named: string | undefined,
): string {
  const [only, ...others] = caller.customers;
  if (named === undefined) {
    if (!caller.isOperator && only !== undefined && others.length === 0) return only;
    throw invalidArgument([{ path: "customerId", message: "must name the customer whose account it is" }]);
  }
  if (!caller.isOperator && !caller.customers.includes(named)) throw notFound("customer");
  return named;
}
