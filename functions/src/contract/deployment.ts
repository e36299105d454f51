/** Where a deployment stands, as far as functions, client, page and tools must agree on it. */

export const DEFAULT_REGION = "us-central1";

/** A region of Google Cloud. */
export const REGION = /^[a-z]+-[a-z]+\d{1,2}$/;

/** What Firestore calls a project's first database. */
export const DEFAULT_DATABASE = "(default)";

/** Firestore: 4 to 63 letters, digits and hyphens, the first a letter, the last no hyphen; or the default one's name. */
export const DATABASE_ID = /^(?:\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/;

export const DEFAULT_OPERATOR_CLAIM = "whatsappOperator";

export const DEFAULT_CUSTOMERS_CLAIM = "whatsappCustomers";

/**
 * A custom claim's name that also Firestore rules can be made with. The names that Firebase Auth gives a meaning of its own are none:
 * `email_verified` would make an operator of every customer who confirmed an address.
 */
export const CLAIM_NAME =
  /^(?!(?:acr|amr|at_hash|aud|auth_time|azp|c_hash|cnf|email|email_verified|exp|firebase|iat|iss|jti|name|nbf|nonce|phone_number|picture|sub|uid|user_id)$)[A-Za-z][A-Za-z0-9_]{0,62}$/;

/**
 * The name that a function is deployed under. firebase.json may give a codebase a `prefix`; functions that are exported in a group have
 * the group's name before theirs, in the same way.
 */
export function deployedName(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}-${name}`;
}
