import { randomBytes } from "node:crypto";
import { MANAGEMENT, MESSAGING } from "../access.ts";
import type { GraphErrorSpec } from "../faults.ts";
import { APP_BLOCKED, GraphFailure, invalidParameter } from "../graph-errors.ts";
import { ok, type Reply } from "../reply.ts";
import { accountsSharedBy, partnerUserId } from "../signup/partner.ts";
import type { AppState, SignupCode, TokenState } from "../state.ts";
import type { World } from "../world.ts";

/** How long a code lives (Meta's guide for Tech Providers). */
const CODE_LIVES_MS = 30_000;
const DAY_S = 86_400;

const KNOWN = new Set(["client_id", "client_secret", "code", "redirect_uri"]);

const refused = (subcode: number | null, message: string): GraphErrorSpec => ({
  code: 100,
  message,
  ...(subcode === null ? {} : { subcode }),
});
const USED = refused(36009, "This authorization code has been used.");
const MALFORMED = refused(36009, "Invalid verification code format.");
const EXPIRED = refused(36007, "This authorization code has expired.");
/** What Meta says of a code of another app is not known; the words are guessed. */
const OF_ANOTHER_APP = refused(null, "Error validating verification code.");
const REDIRECT = refused(
  36008,
  "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
);
const WRONG_SECRET: GraphErrorSpec = { code: 1, message: "Error validating client secret." };

/**
 * `GET` and `POST /oauth/access_token`: a code of Embedded Signup for a business token. The app proves itself by id and secret, so no
 * token is asked for. A try that fails uses the code up, too (claimed by others): the stricter reading.
 */
export function exchangeCode(world: World, parameters: Readonly<Record<string, unknown>>): Reply {
  const sent = (name: string): string | null => {
    const value = parameters[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const code = world.codes.get(sent("code") ?? "");
  const problem = problemWith(world, code, sent) ?? strangeIn(parameters);
  if (code !== undefined) code.spent = true;
  if (problem !== null) throw new GraphFailure(problem);
  if (code === undefined) throw new GraphFailure(MALFORMED);
  return ok(answerOf(issueToken(world, code), code));
}

/** The order in which Meta checks is not known. */
function problemWith(
  world: World,
  code: SignupCode | undefined,
  sent: (name: string) => string | null,
): GraphErrorSpec | null {
  const id = sent("client_id");
  // The words for what is left out are guessed.
  if (id === null) return { code: 101, message: "Missing client_id parameter." };
  const app: AppState | undefined = world.apps.get(id);
  if (app === undefined) return { code: 101 };
  const secret = sent("client_secret");
  if (secret === null) return { code: 1, message: "Missing client_secret parameter." };
  if (app.secret === "" || secret !== app.secret) return WRONG_SECRET;
  if (app.blocked) return APP_BLOCKED;
  if (sent("code") === null) return { code: 1, message: "Missing authorization code" };
  if (code === undefined) return MALFORMED;
  if (code.appId !== app.id) return OF_ANOTHER_APP;
  // Meta's own sample sends it empty; the codes of FB.login have none.
  if (sent("redirect_uri") !== null) return REDIRECT;
  if (code.spent) return USED;
  return world.clock.now() - code.issuedAt >= CODE_LIVES_MS ? EXPIRED : null;
}

/** That an unknown parameter is refused here as elsewhere is a guess. */
function strangeIn(parameters: Readonly<Record<string, unknown>>): GraphErrorSpec | null {
  const strange = Object.keys(parameters).find((name) => !KNOWN.has(name));
  return strange === undefined ? null : invalidParameter(`Unexpected key "${strange}" on param "$".`);
}

/** The token reaches every account that the customer has shared with the app, newest first (Meta's guide on shared accounts). */
function issueToken(world: World, { appId, businessId, configuration, listed }: SignupCode): TokenState {
  const now = world.clock.now();
  const targetIds = accountsSharedBy(world, appId, businessId).map(({ id }) => id);
  const scopes = [MANAGEMENT, MESSAGING];
  const { tokenType: type, expiresInDays } = configuration;
  const expiresAt = expiresInDays === null ? null : now + expiresInDays * DAY_S * 1000;
  return world.patchToken(`EAASimulatorBusiness${randomBytes(24).toString("hex")}`, {
    appId,
    userId: partnerUserId(appId, businessId),
    userName: "Business integration system user",
    type,
    scopes,
    granularScopes: scopes.map((scope) => ({ scope, targetIds })),
    listed,
    permissions: Object.fromEntries(scopes.map((scope) => [scope, "granted" as const])),
    issuedAt: now,
    expiresAt,
    clientBusinessId: businessId,
  });
}

function answerOf({ token }: TokenState, { configuration: { expiresInDays } }: SignupCode): unknown {
  const lives = expiresInDays === null ? {} : { expires_in: expiresInDays * DAY_S };
  return { access_token: token, token_type: "bearer", ...lives };
}
