import type { z } from "zod";
import { type Clock, createClock } from "./clock.ts";
import { createFaultQueue, type FaultQueue } from "./faults.ts";
import { MAGIC_NUMBERS } from "./magic-numbers.ts";
import { APP_ID, APPS, MAGIC_WABAS, newApp, newWaba, SYSTEM_USER_ID, TARGETS, WABA_ID } from "./magic/places.ts";
import { MAGIC_TOKENS } from "./magic/tokens.ts";
import { AppState, NumberState, type SentMessage, type SignupCode, TokenState, WabaState } from "./state.ts";
import { createWebhooks, type Webhooks } from "./webhooks/webhooks.ts";

/** Some fields of a state. Lists and records in it replace the old ones whole. */
type Change<State> = { readonly [Field in keyof State]?: State[Field] | undefined };

/** Everything that the simulator remembers. */
export interface World {
  readonly clock: Clock;
  readonly faults: FaultQueue;
  readonly apps: Map<string, AppState>;
  readonly tokens: Map<string, TokenState>;
  /** Codes of Embedded Signup. */
  readonly codes: Map<string, SignupCode>;
  readonly wabas: Map<string, WabaState>;
  readonly numbers: Map<string, NumberState>;
  readonly messages: SentMessage[];
  readonly webhooks: Webhooks;
  /** Times of the calls of the last hour, by account. */
  readonly calls: Map<string, number[]>;
  /** How much time has been let pass for what is kept since the last of so many resets, while the clock stayed. */
  readonly passed: { hours: number; resets: number };
  /** A token as it is in the default world. */
  firstToken(token: string): TokenState;
  /** Changes what stands under the id, or makes it from the defaults. Throws a ZodError when the result is not valid. */
  patchApp(id: string, change: Change<AppState>): AppState;
  patchToken(token: string, change: Change<TokenState>): TokenState;
  patchWaba(id: string, change: Change<WabaState>): WabaState;
  patchNumber(id: string, change: Change<z.input<typeof NumberState>>): NumberState;
  /** Back to the default world, with the clock at real time and no fault waiting. */
  reset(): void;
}

function newNumber(id: string): NumberState {
  const digits = id.slice(-10);
  return {
    id,
    wabaId: WABA_ID,
    displayPhoneNumber: `+${id.slice(0, 3)} ${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`,
    verifiedName: `Test business ${id}`,
    status: "PENDING",
    codeVerificationStatus: "VERIFIED",
    nameStatus: "APPROVED",
    newDisplayName: null,
    newNameStatus: null,
    qualityRating: "GREEN",
    platformType: "NOT_APPLICABLE",
    isOnBizApp: false,
    accountMode: "LIVE",
    throughputLevel: "STANDARD",
    canSendMessage: "AVAILABLE",
    healthErrors: [],
    appErrors: [],
    healthAsAWhole: null,
    printsIdAsNumber: false,
    lastOnboardedAt: null,
    webhookConfiguration: {},
    callbackOverride: null,
    forbiddenFields: {},
    pin: "123456",
    wrongPins: 0,
    pinLockedUntil: null,
    pendingCode: null,
    codeRequests: [],
    needsReverification: false,
    registered: false,
    migratesFrom: null,
    connects: "at_once",
    acceptedAt: null,
    readsSinceAccepted: 0,
    registerRequests: [],
    registerBlockedUntil: null,
    deregisterRequests: [],
    deregisterBlockedUntil: null,
    incompleteDeregistration: false,
    deletionTakes: null,
    deletedUntil: null,
    allowedRecipients: [],
    lastHeardFrom: {},
    faults: {},
  };
}

function newToken(token: string, now: number): TokenState {
  const names = ["whatsapp_business_management", "whatsapp_business_messaging", "business_management"];
  return {
    token,
    appId: APP_ID,
    userId: SYSTEM_USER_ID,
    userName: "Simulator system user",
    type: "SYSTEM_USER",
    scopes: names,
    granularScopes: [
      { scope: "whatsapp_business_management", targetIds: [...TARGETS] },
      { scope: "whatsapp_business_messaging", targetIds: [...TARGETS] },
      { scope: "business_management", targetIds: null },
    ],
    listed: null,
    permissions: Object.fromEntries(names.map((name) => [name, "granted" as const])),
    issuedAt: now,
    expiresAt: null,
    dataAccessExpiresAt: null,
    clientBusinessId: null,
    invalid: null,
    revokedAtFirstPost: false,
  };
}

/** The default world: the tables under `magic/` put into state. */
export function createWorld(clock: Clock = createClock()): World {
  const world: World = {
    clock,
    faults: createFaultQueue(),
    apps: new Map(),
    tokens: new Map(),
    codes: new Map(),
    wabas: new Map(),
    numbers: new Map(),
    messages: [],
    calls: new Map(),
    passed: { hours: 0, resets: 0 },
    firstToken: (token) => {
      const now = clock.now();
      const magic = MAGIC_TOKENS.find((row) => row.token === token);
      return TokenState.parse({ ...newToken(token, now), ...magic?.state(now) });
    },
    webhooks: createWebhooks({
      now: () => clock.now(),
      app: (id) => world.apps.get(id),
      waba: (id) => world.wabas.get(id),
      number: (id) => world.numbers.get(id),
    }),
    patchApp: (id, change) => {
      const app = world.apps.get(id) ?? newApp(id);
      return put(world.apps, id, AppState.parse({ ...app, ...change, id }));
    },
    patchToken: (token, change) => {
      const before = world.tokens.get(token) ?? newToken(token, clock.now());
      return put(world.tokens, token, TokenState.parse({ ...before, ...change, token }));
    },
    patchWaba: (id, change) => {
      const waba = world.wabas.get(id) ?? newWaba(id);
      return put(world.wabas, id, WabaState.parse({ ...waba, ...change, id }));
    },
    patchNumber: (id, change) => {
      const before = world.numbers.get(id);
      const number = NumberState.parse({ ...(before ?? newNumber(id)), ...change, id });
      if (before !== undefined) world.webhooks.tell(before, number);
      return put(world.numbers, id, number);
    },
    reset: () => {
      clock.reset();
      world.faults.clear();
      world.webhooks.clear();
      for (const part of [world.apps, world.tokens, world.codes, world.wabas, world.numbers, world.calls]) part.clear();
      world.messages.length = 0;
      Object.assign(world.passed, { hours: 0, resets: world.passed.resets + 1 });
      fill(world);
    },
  };
  fill(world);
  return world;
}

function put<State>(states: Map<string, State>, id: string, state: State): State {
  states.set(id, state);
  return state;
}

function fill(world: World): void {
  const now = world.clock.now();
  for (const app of APPS) world.apps.set(app.id, structuredClone(app));
  for (const { state } of MAGIC_WABAS) world.wabas.set(state.id, structuredClone(state));
  for (const { token, state } of MAGIC_TOKENS) world.patchToken(token, state(now));
  for (const { id, state } of MAGIC_NUMBERS) {
    if (state !== null) world.patchNumber(id, typeof state === "function" ? state(now) : state);
  }
}
