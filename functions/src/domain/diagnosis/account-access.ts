import type { GraphError } from "../../contract/failure.ts";
import type { AccessProof } from "../error/call-failure.ts";
import {
  accessProof,
  REQUIRED_PERMISSIONS,
  type AssignedUser,
  type PermissionGrant,
  type TokenFacts,
} from "./access-findings.ts";

/** What was read about access to an account; `null`: the read failed or was not understood. */
export interface AccountReads {
  readonly token: TokenFacts | null;
  readonly grants: readonly PermissionGrant[] | null;
  readonly assigned: readonly AssignedUser[] | null;
  /** Whether the account itself could be read. */
  readonly readable: boolean;
  /** The error with which reading it was refused. */
  readonly refusal: GraphError | null;
}

/** The most specific cause of missing access to an account that the reads prove. `error`: what Meta answered to the call. */
export function accountProof(reads: AccountReads, wabaId: string, error: GraphError | null): AccessProof {
  const { grants, assigned, refusal } = reads;
  const proof = accessProof(
    { token: believedToken(reads), view: null, numberRefusal: refusal, wabaNumbers: null, grants, assigned },
    { phoneNumberId: "", wabaId, accountIsKnown: true },
    error,
  );
  // No number was asked for.
  const evidence = { ...proof.evidence, numberReadable: null, numberInWaba: null, platformAllowsCloudApi: null };
  return { ...proof, evidence };
}

/** A list never outranks a successful read: reading the account needs the management permission, for this very account. */
function believedToken({ token, readable }: AccountReads): TokenFacts | null {
  if (token === null || !readable) return token;
  const [management] = REQUIRED_PERMISSIONS;
  return { ...token, scopes: token.scopes === null ? null : [...token.scopes, management], granularScopes: null };
}
