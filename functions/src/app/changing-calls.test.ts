import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { simulatedMeta, type SimulatedMeta } from "../../../graph-simulator/testing/simulated-meta.ts";
import { CALL_SCHEMAS } from "../contract/call-schemas.ts";
import { CALLS, SECRET_FIELDS, type CallName, type ChangingCall } from "../contract/calls.ts";
import { Pin } from "../domain/pin.ts";
import { VerificationCode } from "../domain/verification-code.ts";
import { NEEDED_FIELDS } from "../domain/webhook-fields.ts";
import { firestoreAccountLeases } from "../firestore/account-leases.ts";
import { firestoreAttempts } from "../firestore/attempts.ts";
import { firestoreNumberHomes } from "../firestore/number-homes.ts";
import { firestoreTestMessages } from "../firestore/test-messages.ts";
import { metaGraph } from "../graph/meta-graph.ts";
import { signupWorld } from "../testing/signup-world.ts";
import { addPhoneNumber } from "./add-phone-number.ts";
import { connectWebhook } from "./connect-webhook.ts";
import { deregisterPhoneNumber } from "./deregister-phone-number.ts";
import type { CallAsk, PostRefusal } from "./ports.ts";
import { registerPhoneNumber } from "./register-phone-number.ts";
import { requestVerificationCode } from "./request-verification-code.ts";
import { sendTestMessage } from "./send-test-message.ts";
import { setTwoStepPin } from "./set-two-step-pin.ts";
import { verifyPhoneNumber } from "./verify-phone-number.ts";

const PIN = "123456";
const CODE = "246810";
const [TOKEN, APP_SECRET] = ["SIMULATOR-SYSTEM-USER-TOKEN", "simulator-app-secret"];
const [APP, CALLBACK] = ["888000000000001", "https://ours.example.com/metaWebhook"];
const CONNECTED = { status: "CONNECTED", platformType: "CLOUD_API", registered: true } as const;
const UNVERIFIED = { codeVerificationStatus: "NOT_VERIFIED", pendingCode: CODE } as const;

let meta: SimulatedMeta;
before(async () => {
  meta = await simulatedMeta();
});
after(() => meta[Symbol.asyncDispose]());

const attempts = () => ({ ...meta, attempts: firestoreAttempts(meta.store.db, 10, meta.clock) });
const ofAccount = () => ({
  ...meta,
  graph: metaGraph({ baseUrl: meta.simulator.url, version: "v25.0", token: TOKEN, appSecret: APP_SECRET }),
  leases: firestoreAccountLeases(meta.store.db),
  homes: firestoreNumberHomes(meta.store.db),
  journal: meta.journal,
});
const leased = () => ({ ...meta, leases: meta.recorded.leases });

/** Each call that changes something at Meta: how its number is, how it is made, and how it ends. */
const CHANGING: Readonly<
  Record<
    ChangingCall,
    {
      readonly number: object;
      readonly endsIn: string;
      /** Left out: it is about the number itself. */
      readonly isAboutAccount?: true;
      /** What Meta refuses for good does not keep a customer who leaves. */
      readonly leavesAnyway?: true;
      readonly make: (ask: CallAsk) => Promise<{ readonly status: string }>;
    }
  >
> = {
  registerPhoneNumber: {
    number: { pin: PIN },
    endsIn: "registered",
    make: (ask) =>
      registerPhoneNumber(attempts(), {
        ...ask,
        pin: new Pin(PIN),
        dataLocalizationRegion: null,
        force: false,
        resetPin: false,
      }),
  },
  deregisterPhoneNumber: {
    number: CONNECTED,
    endsIn: "deregistered",
    make: (ask) => deregisterPhoneNumber(attempts(), ask),
  },
  requestVerificationCode: {
    number: UNVERIFIED,
    endsIn: "code_requested",
    make: (ask) => requestVerificationCode(leased(), { ...ask, method: "SMS", language: "de" }),
  },
  verifyPhoneNumber: {
    number: UNVERIFIED,
    endsIn: "verified",
    make: (ask) => verifyPhoneNumber(leased(), { ...ask, code: new VerificationCode(CODE) }),
  },
  setTwoStepPin: {
    number: {},
    endsIn: "pin_set",
    make: (ask) => setTwoStepPin(leased(), { ...ask, pin: new Pin(PIN) }),
  },
  sendTestMessage: {
    number: CONNECTED,
    endsIn: "sent",
    make: (ask) => {
      const messages = firestoreTestMessages(meta.store.db);
      const message = { to: "4915112345678", template: "account_ready", language: "en_US", createTemplate: false };
      return sendTestMessage({ ...meta, messages }, { ...ask, ...message });
    },
  },
  addPhoneNumber: {
    number: {},
    endsIn: "added",
    isAboutAccount: true,
    make: (ask) => {
      const number = { countryCode: "1", phoneNumber: `5550${ask.phoneNumberId.slice(-6)}`, verifiedName: "A shop" };
      return addPhoneNumber(ofAccount(), {
        ...ask,
        ...number,
        businessId: null,
        migrate: false,
        namedIds: [],
        manages: () => false,
      });
    },
  },
  connectAccount: {
    number: {},
    endsIn: "connected",
    isAboutAccount: true,
    make: ({ wabaId, attemptId, by, mayPost }) => {
      meta.simulator.state.patchWaba(wabaId, { subscribedApps: [] });
      const ask = { wabaId, attemptId, by, phoneNumberId: null, isOwn: () => false };
      const once = mayPost === undefined ? {} : { mayPost };
      return signupWorld().connect({ ...ask, ...once }, { graphOf: () => ofAccount().graph });
    },
  },
  disconnectAccount: {
    number: {},
    endsIn: "disconnected",
    isAboutAccount: true,
    leavesAnyway: true,
    make: async ({ wabaId, attemptId, by, mayPost }) => {
      const play = signupWorld();
      await play.connected(wabaId, TOKEN);
      const once = mayPost === undefined ? {} : { mayPost };
      return play.disconnect({ wabaId, attemptId, by, ...once }, { graphOf: () => ofAccount().graph });
    },
  },
  connectWebhook: {
    number: {},
    endsIn: "connected",
    isAboutAccount: true,
    make: (ask) => {
      const subscriptions = [
        { object: "whatsapp_business_account", callbackUrl: CALLBACK, active: true, fields: [...NEEDED_FIELDS] },
      ];
      meta.simulator.state.patchApp(APP, { subscriptions });
      meta.simulator.state.patchWaba(ask.wabaId, { subscribedApps: [] });
      const wiring = { callbackUrl: CALLBACK, verifyToken: "invented0word", hasAppSecret: true, mayOverride: false };
      return connectWebhook(ofAccount(), { ...ask, ...wiring, businessId: null, appId: null });
    },
  },
};

/** How many requests have changed something. */
const posts = (phoneNumberId: string | null): number =>
  meta.simulator.requests(phoneNumberId === null ? {} : { phoneNumberId }).filter(({ method }) => method !== "GET")
    .length;

for (const [place, [name, { number, endsIn, isAboutAccount, make }]] of Object.entries(CHANGING).entries()) {
  describe(`${name}, under an idempotency key`, () => {
    let calls = 0;
    const call = async (refusal: PostRefusal | null) => {
      calls += 1;
      const { id } = meta.simulator.state.patchNumber(`55000000000${700 + place * 10 + calls}`, number);
      const about = isAboutAccount === true ? null : id;
      const earlier = posts(about);
      const asked: number[] = [];
      const mayPost = async (): Promise<PostRefusal | null> => {
        asked.push(posts(about) - earlier);
        return refusal;
      };
      const result = await make({ ...meta.subject(id), attemptId: `call-${id}`, by: "uid-1", mayPost });
      return { id, result, asked, posts: posts(about) - earlier };
    };

    it("asks once whether it may post, before it does", async () => {
      const { result, asked, posts: sent } = await call(null);
      assert.deepEqual([result.status, asked, sent], [endsIn, [0], 1]);
    });

    for (const status of ["in_progress", "outcome_unknown", "meta_unavailable"] as const) {
      it(`posts nothing and answers ${status} where it may not for that reason`, async () => {
        const { id, result, posts: sent } = await call({ status, retryAfterMs: 5000 });
        assert.deepEqual([result.status, sent], [status, 0]);
        const retryAt = "retryAt" in result ? result.retryAt : null;
        assert.equal(typeof retryAt, "string", "it says when to ask again");
        const { ledger, audit } = meta.store.number(id);
        const { register, deregister, lease } = ledger;
        assert.deepEqual([register.entries, deregister.entries, lease], [[], [], null], "nothing is spent");
        assert.equal(audit.size, 0, "nothing is written down as sent");
      });
    }
  });
}

describe("what reads prove of the whole token", () => {
  const DEAD_ENDS: readonly (readonly [status: string, spoil: () => void, mend: () => void])[] = [
    [
      "app_blocked",
      () => meta.simulator.state.patchApp(APP, { blocked: true }),
      () => meta.simulator.state.patchApp(APP, { blocked: false }),
    ],
    [
      "invalid_token",
      () => meta.simulator.state.patchToken(TOKEN, { invalid: { subcode: 460, message: "The session has ended." } }),
      () => meta.simulator.state.patchToken(TOKEN, { invalid: null }),
    ],
  ];
  for (const [status, spoil, mend] of DEAD_ENDS) {
    for (const [name, { number, make, leavesAnyway }] of Object.entries(CHANGING)) {
      if (leavesAnyway === true) continue;
      it(`stops ${name} as ${status} before it posts anything`, async () => {
        const { id } = meta.simulator.state.patchNumber(`5500000007${status.length}${name.length}0`, number);
        spoil();
        try {
          const earlier = posts(null);
          const result = await make({ ...meta.subject(id), attemptId: `call-${id}-${status}`, by: "uid-1" });
          assert.deepEqual([result.status, posts(null) - earlier], [status, 0]);
        } finally {
          mend();
        }
      });
    }
  }
});

describe("a customer's token that Meta does not take", () => {
  const OWN = /System User|META_SYSTEM_USER_TOKEN|META_WABA_ID/gu;
  const spokenOf = (text: string): number => text.match(OWN)?.length ?? 0;

  for (const [place, [name, { number, make, leavesAnyway }]] of Object.entries(CHANGING).entries()) {
    if (leavesAnyway === true) continue;
    it(`has ${name} say and write down that the customer signs up again`, async () => {
      const { id } = meta.simulator.state.patchNumber(`5500000005${place}0`, number);
      const invalid = { subcode: 460, message: "The session has ended." };
      meta.simulator.state.patchToken(TOKEN, { invalid });
      try {
        const earlier = spokenOf(meta.store.documents.text());
        const result = await make({ ...meta.subject(id), customerId: "acme", attemptId: `call-${id}`, by: "uid-1" });
        assert.deepEqual([result.status, "actor" in result && result.actor], ["invalid_token", "customer"]);
        assert.deepEqual([spokenOf(JSON.stringify(result)), spokenOf(meta.store.documents.text())], [0, earlier]);
      } finally {
        meta.simulator.state.patchToken(TOKEN, { invalid: null });
      }
    });
  }
});

describe("the contract of calls", () => {
  const rows = Object.entries(CALL_SCHEMAS).map(([name, { request }]) => ({ name, shape: request.shape }));

  it("has every call take an id of the request that changes something, and no other", () => {
    for (const { name, shape } of rows) {
      assert.equal("requestId" in shape, CALLS[name as CallName].changes, name);
    }
  });

  it("knows of every field of a request whether it is a secret", () => {
    const open =
      "phoneNumberId requestId dataLocalizationRegion force method language to template countryCode phoneNumber verifiedName migrate wabaId createTemplate resetPin customerId".split(
        " ",
      );
    const fields = new Set(rows.flatMap(({ shape }) => Object.keys(shape)));
    assert.deepEqual(
      [...fields].filter((field) => !open.includes(field)).toSorted(),
      [...SECRET_FIELDS].toSorted(),
      "a field that holds no secret is to be listed here",
    );
  });
});
