import type { AccessEvidence } from "../../contract/access-evidence.ts";
import type { GraphError } from "../../contract/failure.ts";
import type { MetaView } from "../../contract/phone-number.ts";
import type { AccessProof } from "../error/call-failure.ts";
import { refusalStatus } from "../error/graph-refusal.ts";
import { isUnknownNode } from "../error/shapes.ts";

/** The permissions without which the Cloud API cannot be used (Meta, Cloud API, Get started). */
export const REQUIRED_PERMISSIONS = ["whatsapp_business_management", "whatsapp_business_messaging"] as const;

/** The permission whose granular targets are WhatsApp Business Accounts. */
export const ASSET_PERMISSION = "whatsapp_business_management";

/** What `GET /debug_token` says of the token. Times are ms since the epoch; `null`: not said, or never. */
export interface TokenFacts {
  readonly isValid: boolean;
  /** Meta's word: SYSTEM_USER, USER, PAGE, APP; open. */
  readonly type: string | null;
  readonly appId: string | null;
  readonly application: string | null;
  readonly userId: string | null;
  readonly expiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
  /** `null`: the answer listed none. */
  readonly scopes: readonly string[] | null;
  /** `targetIds` null: the scope covers every asset, which is what a missing `target_ids` means (Meta, debug_token). */
  readonly granularScopes: readonly { readonly scope: string; readonly targetIds: readonly string[] | null }[] | null;
  /** Why Meta calls the token invalid. */
  readonly error: string | null;
}

/** One permission as `/me/permissions` lists it. `status` is Meta's word: granted, declined, expired; open. */
export interface PermissionGrant {
  readonly permission: string;
  readonly status: string;
}

/** Someone who was given a WhatsApp Business Account to work with. `tasks` null: Meta did not say. */
export interface AssignedUser {
  readonly id: string;
  readonly tasks: readonly string[] | null;
}

/** One number of a WhatsApp Business Account. */
export interface WabaNumber {
  readonly id: string;
  readonly displayPhoneNumber: string | null;
}

/** Whether an error says that the id names no number that the token may see: it may be the id of something else. */
export function namesNoNumber(error: GraphError): boolean {
  const { code, message } = error;
  if (code === 100) return isUnknownNode(error) || /nonexisting field/i.test(message);
  return code === 2500 && /unknown path/i.test(message);
}

/** Everything about access that was read; `null`: the read failed or was not understood. */
export interface AccessReads {
  readonly token: TokenFacts | null;
  readonly view: MetaView | null;
  /** The error with which reading the number was refused. */
  readonly numberRefusal: GraphError | null;
  /** The error with which inspecting the token was refused; left out: it was not. */
  readonly tokenRefusal?: GraphError;
  /** The ids of the numbers of the WABA. */
  readonly wabaNumbers: readonly string[] | null;
  readonly grants?: readonly PermissionGrant[] | null | undefined;
  /** The users assigned to the WABA. */
  readonly assigned?: readonly AssignedUser[] | null | undefined;
}

const TOKEN_ERRORS: ReadonlySet<number> = new Set([0, 102, 104, 190]);

/** The required permissions that the token does not have; `null` when its permissions could not be read. */
export function missingPermissions(token: TokenFacts | null): readonly string[] | null {
  const scopes = token?.scopes ?? null;
  return scopes === null ? null : REQUIRED_PERMISSIONS.filter((permission) => !scopes.includes(permission));
}

/** Whether the WABA is among the assets that the token may manage; `null` when that could not be read. */
export function wabaIsTarget(token: TokenFacts | null, wabaId: string): boolean | null {
  const granular = token?.granularScopes?.find((entry) => entry.scope === ASSET_PERMISSION);
  if (granular === undefined) return null;
  return granular.targetIds === null || granular.targetIds.includes(wabaId);
}

/**
 * Whether the token is valid. `debug_token` may call it valid while every use of it is refused (seen in logs), so using it decides:
 * reading the number. `null`: nothing was said about it.
 */
export function tokenIsValid(reads: AccessReads): boolean | null {
  const { token, view, numberRefusal } = reads;
  if (token?.isValid === false) return false;
  if (view !== null) return true;
  if (numberRefusal !== null && TOKEN_ERRORS.has(numberRefusal.code)) return false;
  return token?.isValid ?? null;
}

/**
 * Whether `/me/permissions` lists every required permission as granted. `null`: not read, or it leaves one out, which proves
 * nothing, because Meta does not say that it lists those of system users.
 */
export function permissionsGranted(grants: readonly PermissionGrant[] | null): boolean | null {
  const states = REQUIRED_PERMISSIONS.map((name) => grants?.find((grant) => grant.permission === name)?.status);
  if (states.some((status) => status !== undefined && status !== "granted")) return false;
  return states.every((status) => status === "granted") ? true : null;
}

/** Tasks on an account, of which one is needed to change anything (Meta's words; that any of them suffices is not documented). */
const MANAGING_TASKS: ReadonlySet<string> = new Set(["MANAGE", "FULL_CONTROL", "MANAGE_PHONE", "MANAGE_PHONE_ASSETS"]);

/**
 * Whether the token's user was assigned to the account with a task that allows changes. `null`: not read, or not assigned at
 * all, which is no fault in an administrator: those have full access by default (Meta, Access tokens).
 */
export function userMayManage(assigned: readonly AssignedUser[] | null, token: TokenFacts | null): boolean | null {
  const user = assigned?.find((entry) => entry.id === token?.userId);
  if (user === undefined || user.tasks === null) return null;
  return user.tasks.some((task) => MANAGING_TASKS.has(task));
}

/** What was read, as evidence: true speaks for access, false against it, null was not readable. */
export function accessEvidence(reads: AccessReads, ids: { phoneNumberId: string; wabaId: string }): AccessEvidence {
  const { token, view, numberRefusal, wabaNumbers } = reads;
  const missing = missingPermissions(token);
  const readRefused = numberRefusal === null ? null : false;
  return {
    tokenIsValid: tokenIsValid(reads),
    tokenIsSystemUser: token === null || token.type === null ? null : token.type === "SYSTEM_USER",
    requiredScopesGranted: missing === null ? null : missing.length === 0,
    requiredPermissionsGranted: permissionsGranted(reads.grants ?? null),
    wabaInGranularTargets: wabaIsTarget(token, ids.wabaId),
    systemUserMayManage: userMayManage(reads.assigned ?? null, token),
    numberReadable: view === null ? readRefused : true,
    numberInWaba: wabaNumbers === null ? null : wabaNumbers.includes(ids.phoneNumberId),
    // Where Meta says that the number is not on the app, ON_PREMISE is the API of old, from which registering moves it.
    platformAllowsCloudApi:
      view === null || view.platformType === null
        ? null
        : view.platformType !== "ON_PREMISE" || view.isOnBusinessApp === false,
  };
}

/**
 * Whether the account says anything about this number. Where it is known to be the number's own it does; of another number it is
 * a guess, which only Meta's refusing to show the number supports, and which a successful read refutes.
 */
function wabaCounts(reads: AccessReads, accountIsKnown: boolean): boolean {
  if (accountIsKnown) return true;
  const { view, numberRefusal } = reads;
  return view === null && numberRefusal !== null && refusalStatus(numberRefusal) === "missing_permission";
}

/** What keeps every call from succeeding. */
export interface DeadEnd {
  readonly status: "app_blocked" | "invalid_token";
  readonly error: GraphError | null;
}

/**
 * What the reads prove of the token and its app, so surely that no call can succeed; `null`: nothing. Meta blocks the app, which
 * reading the number says as well; or it does not accept the token, although `debug_token` may call it valid.
 */
export function deadEnd(reads: AccessReads): DeadEnd | null {
  const { token, numberRefusal, tokenRefusal } = reads;
  if (tokenIsValid(reads) === false) return { status: "invalid_token", error: numberRefusal };
  if (reads.view !== null || numberRefusal === null) return null;
  const meaning = refusalStatus(numberRefusal);
  if (meaning === "app_blocked") return { status: meaning, error: numberRefusal };
  const isOfBoth =
    token === null && tokenRefusal?.code === numberRefusal.code && tokenRefusal.message === numberRefusal.message;
  return meaning === "invalid_token" && isOfBoth ? { status: meaning, error: numberRefusal } : null;
}

/**
 * The permissions that are missing although the number could be read, or not. A list never outranks a successful read: reading the
 * number needs the first permission, so a list that lacks it is wrong (seen in logs of tokens that were made by a signup).
 */
function provenMissing(reads: AccessReads): readonly string[] {
  const missing = missingPermissions(reads.token) ?? [];
  return reads.view === null ? missing : missing.filter((permission) => permission !== ASSET_PERMISSION);
}

/**
 * What the reads prove about access before anything is asked of Meta, so surely that asking would only waste an attempt; `null`:
 * nothing. What a list says of an account counts only where the number cannot be read.
 */
export function accessStop(
  reads: AccessReads,
  about: { readonly phoneNumberId: string; readonly wabaId: string; readonly accountIsKnown: boolean },
): AccessProof | null {
  const proof = accessProof(reads, about, null);
  if (proof.cause === "scope_not_granted") return proof;
  return proof.cause === "asset_not_assigned" && reads.view === null ? proof : null;
}

/** The most specific cause of missing access that the reads prove. `error` is what Meta answered to the call, if it was asked. */
export function accessProof(
  reads: AccessReads,
  about: { readonly phoneNumberId: string; readonly wabaId: string; readonly accountIsKnown: boolean },
  error: GraphError | null,
): AccessProof {
  const evidence = accessEvidence(reads, about);
  const missing = provenMissing(reads);
  const judgeByWaba = wabaCounts(reads, about.accountIsKnown);
  if (missing.length > 0) return { cause: "scope_not_granted", missing, evidence };
  const listed = evidence.wabaInGranularTargets !== false || reads.view !== null;
  const assigned = listed && evidence.systemUserMayManage !== false;
  if (judgeByWaba && !assigned) return { cause: "asset_not_assigned", missing, evidence };
  const notFound = [error, reads.numberRefusal].some((refusal) => refusal !== null && namesNoNumber(refusal));
  if (notFound || (judgeByWaba && evidence.numberInWaba === false))
    return { cause: "wrong_id_or_no_access", missing, evidence };
  return { cause: "unproven", missing, evidence };
}
