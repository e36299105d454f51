import { createHmac } from "node:crypto";
import type { GraphAddress } from "./address.ts";
import type { RefusedFields } from "./refused-fields.ts";

/** Where Graph is, and with what we come. `appSecret` may be empty: then no proof is sent. */
export interface GraphAccess extends GraphAddress {
  readonly token: string;
  readonly appSecret: string;
  /** The app that the token belongs to; `null` or left out: not configured. */
  readonly appId?: string | null;
  /** What else must not be seen in an answer's texts. */
  readonly hidden?: readonly string[];
  /** What this token is known to be refused; left out: nothing is known yet. */
  readonly refused?: RefusedFields;
  /** Is shown the usage header of every answer to a read. */
  readonly meter?: (businessUseCaseUsage: string | null) => void;
}

/** What must never be seen in an answer's texts. */
export const secretsOf = (access: GraphAccess): string[] =>
  [access.token, access.appSecret, ...(access.hidden ?? []), ...Object.values(proof(access))].filter(
    (secret) => secret !== "",
  );

/** The token by which an app acts for itself (Meta, Access tokens); `null`: its id or its secret is not configured. */
function appToken({ appId, appSecret }: GraphAccess): string | null {
  return appId == null || appSecret === "" ? null : `${appId}|${appSecret}`;
}

/** The access of an app for itself; `null`: its secret is not configured. Its own token needs no proof of the secret that it holds. */
export function asApp(access: GraphAccess, appId: string): GraphAccess | null {
  const token = appToken({ ...access, appId });
  return token === null ? null : { ...access, token, appSecret: "", hidden: secretsOf(access) };
}

/** Proves that the caller knows the app's secret (Meta, Graph API, Securing requests). */
export function proof({ token, appSecret }: GraphAccess): Record<string, string> {
  if (appSecret === "") return {};
  return { appsecret_proof: createHmac("sha256", appSecret).update(token).digest("hex") };
}
