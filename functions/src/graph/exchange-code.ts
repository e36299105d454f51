import type { SignupGraph } from "../app/customer-ports.ts";
import { AccessToken } from "../domain/access-token.ts";
import type { GraphAddress } from "./address.ts";
import { graphUrl } from "./address.ts";
import { exchange } from "./exchange.ts";
import { readRefusal, regainAccessMs } from "./read-refusal.ts";
import { IssuedToken } from "./wire.ts";

/** An app that asks for itself. */
export interface AppAccess extends GraphAddress {
  readonly appId: string;
  readonly appSecret: string;
}

/**
 * The one GET to `/oauth/access_token`, without a token and without `redirect_uri`, which codes of the dialog do not have (Meta, Embedded
 * Signup). Meta takes a code once, so it gets a connection of its own, like a POST. Code and secret stand in the query: there is no other
 * documented way.
 */
export function exchangeCode(app: AppAccess): SignupGraph["exchangeCode"] {
  return async (code, deadlineMs) => {
    const text = code.reveal();
    const url = graphUrl(app, ["oauth", "access_token"], {
      client_id: app.appId,
      client_secret: app.appSecret,
      code: text,
    });
    const answer = await exchange({ method: "GET", url, token: null, isSentOnce: true, deadlineMs });
    if (answer.kind !== "answered") return answer;
    const { httpStatus, json, headers } = answer;
    const error = readRefusal(json, httpStatus, [text, app.appSecret]);
    if (error !== null) return { kind: "refused", error, regainAccessMs: regainAccessMs(headers.businessUseCaseUsage) };
    const issued = IssuedToken.safeParse(json);
    if (httpStatus === 200 && issued.success) return { kind: "accepted", token: new AccessToken(issued.data) };
    return { kind: "unreadable", reason: "neither a token nor an error of Graph's", httpStatus };
  };
}
