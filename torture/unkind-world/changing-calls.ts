import { addPhoneNumber } from "../../functions/src/app/add-phone-number.ts";
import { connectWebhook } from "../../functions/src/app/connect-webhook.ts";
import { deregisterPhoneNumber } from "../../functions/src/app/deregister-phone-number.ts";
import type { CallAsk } from "../../functions/src/app/ports.ts";
import { registerPhoneNumber } from "../../functions/src/app/register-phone-number.ts";
import { requestVerificationCode } from "../../functions/src/app/request-verification-code.ts";
import { sendTestMessage } from "../../functions/src/app/send-test-message.ts";
import { setTwoStepPin } from "../../functions/src/app/set-two-step-pin.ts";
import { verifyPhoneNumber } from "../../functions/src/app/verify-phone-number.ts";
import type { ChangingCall } from "../../functions/src/contract/calls.ts";
import { Pin } from "../../functions/src/domain/pin.ts";
import { VerificationCode } from "../../functions/src/domain/verification-code.ts";
import { NEEDED_FIELDS } from "../../functions/src/domain/webhook-fields.ts";
import { firestoreAccountLeases } from "../../functions/src/firestore/account-leases.ts";
import { firestoreAttempts } from "../../functions/src/firestore/attempts.ts";
import { firestoreLeases } from "../../functions/src/firestore/leases.ts";
import { firestoreNumberHomes } from "../../functions/src/firestore/number-homes.ts";
import { firestoreTestMessages } from "../../functions/src/firestore/test-messages.ts";
import { firestoreTokenCircuit } from "../../functions/src/firestore/token-circuit.ts";
import { signupWorld } from "../../functions/src/testing/signup-world.ts";
import { APP_ID } from "../../graph-simulator/magic/places.ts";
import { PIN, VERIFICATION_CODE } from "../canaries.ts";
import { SILENT, type World } from "./world.ts";

/** Takes the place of a port, and sees everything that a call awaits of it. */
export type Spy = <Port extends object>(port: Port) => Port;

/** One call that changes something at Meta. */
export interface Changing {
  /** How its number is before; what its account is to be is done to the world. */
  readonly number: (world: World) => Parameters<World["number"]>[0];
  readonly make: (world: World, ask: CallAsk, spy: Spy) => Promise<{ readonly status: string }>;
}

const CALLBACK_URL = "https://ours.example.com/metaWebhook";
const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
const UNVERIFIED = { codeVerificationStatus: "NOT_VERIFIED", pendingCode: VERIFICATION_CODE } as const;

const common = ({ graph, clock, journal }: World, spy: Spy) => ({ graph: spy(graph), clock, journal });

const counted = (world: World, spy: Spy) => ({
  ...common(world, spy),
  attempts: spy(firestoreAttempts(world.store.db, world.config.registrationBudget, world.clock)),
  circuit: spy(firestoreTokenCircuit(world.store.db, world.config.token)),
});

const leased = (world: World, spy: Spy) => ({
  ...common(world, spy),
  leases: spy(firestoreLeases(world.store.db)),
});

const ofAccount = (world: World, spy: Spy) => ({
  ...common(world, spy),
  journal: SILENT,
  leases: spy(firestoreAccountLeases(world.store.db)),
  homes: spy(firestoreNumberHomes(world.store.db)),
});

const sending = (template: string | null): Changing["make"] => {
  return (world, ask, spy) =>
    sendTestMessage(
      { ...common(world, spy), messages: spy(firestoreTestMessages(world.store.db)) },
      { ...ask, to: "4915112345678", template, language: "en_US", createTemplate: true },
    );
};

const registering = (resetPin: boolean): Changing["make"] => {
  return (world, ask, spy) => {
    const options = { dataLocalizationRegion: null, force: false, resetPin };
    return registerPhoneNumber(counted(world, spy), { ...ask, ...options, pin: new Pin(PIN) });
  };
};

/** Sets a PIN of its own. */
export const settingPin = (pin: string): Changing["make"] => {
  return (world, ask, spy) => setTwoStepPin(leased(world, spy), { ...ask, pin: new Pin(pin) });
};

/** Each call that changes something at Meta, as the product makes it. */
export const CHANGING: Readonly<Record<ChangingCall, Changing>> = {
  registerPhoneNumber: { number: () => ({}), make: registering(false) },
  deregisterPhoneNumber: {
    number: () => CONNECTED,
    make: (world, ask, spy) => deregisterPhoneNumber(counted(world, spy), ask),
  },
  requestVerificationCode: {
    number: () => ({ codeVerificationStatus: "NOT_VERIFIED" }),
    make: (world, ask, spy) => requestVerificationCode(leased(world, spy), { ...ask, method: "SMS", language: "de" }),
  },
  verifyPhoneNumber: {
    number: () => UNVERIFIED,
    make: (world, ask, spy) =>
      verifyPhoneNumber(leased(world, spy), { ...ask, code: new VerificationCode(VERIFICATION_CODE) }),
  },
  setTwoStepPin: { number: () => ({}), make: settingPin(PIN) },
  sendTestMessage: { number: () => CONNECTED, make: sending("account_ready") },
  addPhoneNumber: {
    number: () => ({}),
    make: (world, ask, spy) => {
      const number = { countryCode: "1", phoneNumber: `5550${ask.phoneNumberId.slice(-6)}`, verifiedName: "A shop" };
      return addPhoneNumber(ofAccount(world, spy), {
        ...ask,
        ...number,
        businessId: null,
        customerId: null,
        migrate: false,
        namedIds: [],
        manages: () => false,
      });
    },
  },
  connectAccount: {
    number: ({ simulator, config }) => {
      // All of the account's numbers are read, and some of the simulator's never answer.
      simulator.state.numbers.clear();
      simulator.state.patchWaba(config.wabaId, { subscribedApps: [] });
      return {};
    },
    make: (world, { wabaId, attemptId, by, mayPost }, spy) => {
      const { clock, graph } = ofAccount(world, spy);
      const play = signupWorld();
      const once = mayPost === undefined ? {} : { mayPost };
      return play.connect(
        { wabaId, attemptId, by, phoneNumberId: null, isOwn: () => false, ...once },
        {
          clock,
          pending: spy(play.ports.pending),
          leases: spy(play.ports.leases),
          graphOf: () => ({ ...graph, ownerOf: async () => ({ ok: true, value: null }) }),
        },
      );
    },
  },
  disconnectAccount: {
    number: () => ({}),
    make: async (world, { wabaId, attemptId, by, mayPost }, spy) => {
      const { clock, graph } = ofAccount(world, spy);
      const play = signupWorld();
      await play.connected(wabaId, world.config.token);
      const once = mayPost === undefined ? {} : { mayPost };
      const { departures, leases } = play.leaving;
      const watched = { departures: spy(departures), leases: spy(leases) };
      return play.disconnect({ wabaId, attemptId, by, ...once }, { clock, ...watched, graphOf: () => graph });
    },
  },
  connectWebhook: {
    number: ({ simulator, config }) => {
      const subscription = { object: "whatsapp_business_account", active: true, fields: [...NEEDED_FIELDS] };
      simulator.state.patchApp(APP_ID, { subscriptions: [{ ...subscription, callbackUrl: CALLBACK_URL }] });
      simulator.state.patchWaba(config.wabaId, { subscribedApps: [] });
      return {};
    },
    make: (world, ask, spy) => {
      const wiring = { callbackUrl: CALLBACK_URL, verifyToken: "invented0word", hasAppSecret: true };
      return connectWebhook(ofAccount(world, spy), {
        ...ask,
        ...wiring,
        businessId: null,
        customerId: null,
        appId: null,
        mayOverride: false,
      });
    },
  },
};

/** Calls that make two POSTs. */
export const CHANGING_TWICE = {
  "registerPhoneNumber with resetPin": { number: () => ({}), make: registering(true) },
  "sendTestMessage with a template of its own": {
    number: ({ simulator, config }) => {
      simulator.state.patchWaba(config.wabaId, { templates: [], templateReview: "at_once" });
      return CONNECTED;
    },
    make: sending(null),
  },
} as const satisfies Record<string, Changing>;
