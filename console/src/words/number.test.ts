import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Lifecycle } from "../../../functions/src/contract/lifecycle.ts";
import {
  AttemptDocument,
  PhoneNumberDocument,
  RegistrationRecord,
} from "../../../functions/src/contract/phone-number.ts";
import type { NumberSnapshot } from "../../../functions/src/contract/transition.ts";
import { OPERATIONS, outcomeWord } from "./calls.ts";
import { changeRows } from "./history.ts";
import { LIFECYCLE } from "./lifecycle.ts";
import { messageStations } from "./message-stations.ts";
import { metaRows } from "./meta-words.ts";
import { numberView } from "./number.ts";

const ID = "550000000000001";
const meta = {
  status: "CONNECTED",
  codeVerificationStatus: "VERIFIED",
  nameStatus: "SOMETHING_NEW",
  newNameStatus: null,
  qualityRating: null,
  platformType: "CLOUD_API",
  displayPhoneNumber: "+55 0000",
  verifiedName: "Test business",
  isOnBusinessApp: null,
  lastOnboardedAt: null,
  observedAt: "2026-03-10T12:00:00.000Z",
};
const document = PhoneNumberDocument.parse({ lifecycle: "connected", updatedAt: meta.observedAt });

suite("a number", () => {
  test("is called by its name, its number, or its id, whichever is known", () => {
    const known = (part: Partial<typeof meta> | null) =>
      numberView(ID, {
        state: "known",
        document: part === null ? document : { ...document, meta: { ...meta, ...part } },
      });
    assert.deepEqual([known({}).title, known({}).subtitle], ["Test business", "+55 0000"]);
    assert.deepEqual([known({ verifiedName: "" }).title, known({ verifiedName: "" }).subtitle], ["+55 0000", null]);
    assert.deepEqual([known(null).title, known(null).subtitle], [ID, null]);
  });

  test("has words for every situation, all different", () => {
    const words = Lifecycle.options.map((word) => LIFECYCLE[word].word);
    assert.equal(new Set(words).size, Lifecycle.options.length);
  });

  test("that is unknown or not understood says so", () => {
    assert.equal(numberView(ID, { state: "absent" }).state.word, "Not seen yet");
    assert.equal(numberView(ID, { state: "unrecognized", data: {} }).state.word, "Not understood");
  });

  test("passes Meta's new words through, and says nothing of them", () => {
    const rows = metaRows(meta);
    assert.deepEqual(rows[0], {
      label: "Status",
      word: "CONNECTED",
      meaning: "registered and able to send",
      tone: "good",
    });
    assert.deepEqual(rows[2], { label: "Display name", word: "SOMETHING_NEW", meaning: null, tone: "plain" });
    assert.deepEqual(rows[3], { label: "Quality", word: "not told", meaning: null, tone: "plain" });
    assert.deepEqual(metaRows({ ...meta, status: "constructor" })[0]?.meaning, null);
  });

  test("tells of a change of the name where there is one", () => {
    assert.ok(!metaRows(meta).some(({ label }) => label === "Next display name"));
    const next = metaRows({ ...meta, newNameStatus: "PENDING_REVIEW" })[3];
    assert.deepEqual(next, {
      label: "Next display name",
      word: "PENDING_REVIEW",
      meaning: "under review",
      tone: "busy",
    });
  });
});

suite("what happened", () => {
  test("has a word for every outcome and every call that is written down", () => {
    for (const status of [...AttemptDocument.shape.status.options, ...RegistrationRecord.shape.status.options]) {
      assert.match(outcomeWord(status), /^[A-Z]/);
    }
    for (const operation of AttemptDocument.shape.operation.options) assert.match(OPERATIONS[operation], /^[A-Z]/);
  });

  test("a change is told field by field", () => {
    const from: NumberSnapshot = {
      lifecycle: "connected",
      reasons: [],
      registration: "registered",
      status: "CONNECTED",
      codeVerificationStatus: null,
      nameStatus: null,
      verifiedName: null,
      qualityRating: null,
      platformType: null,
    };
    const to: NumberSnapshot = {
      ...from,
      status: "DISCONNECTED",
      qualityRating: "RED",
      reasons: ["connection_lost", "quality_low"],
    };
    const changed = ["status", "qualityRating", "reasons", "newer"];
    assert.deepEqual(changeRows({ at: meta.observedAt, seenBy: "webhook", changed, from, to, expireAt: null }), [
      ["status", "CONNECTED → DISCONNECTED"],
      ["qualityRating", "not known → RED"],
      ["reasons", "none → connection_lost, quality_low"],
      ["newer", "not known → not known"],
    ]);
  });
});

suite("a test message's way", () => {
  const way = (status: "delivered" | "failed" | "read" | "sent") =>
    messageStations({ status }).stations.map(({ state }) => state);
  test("goes station by station", () => {
    assert.deepEqual(way("sent"), ["reached", "ahead", "ahead"]);
    assert.deepEqual(way("delivered"), ["reached", "reached", "ahead"]);
    assert.deepEqual(way("read"), ["reached", "reached", "reached"]);
  });
  test("may end in a failure", () => {
    assert.deepEqual(way("failed"), ["reached", "failed"]);
  });
});
