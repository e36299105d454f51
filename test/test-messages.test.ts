import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe, it } from "node:test";
import type { TestMessageRequest } from "../functions/src/app/ports.ts";
import { AttemptDocument } from "../functions/src/contract/phone-number.ts";
import { TestMessageDocument } from "../functions/src/contract/test-message.ts";
import { TEST_MESSAGE_MARK } from "../functions/src/domain/test-message.ts";
import type { MessageStatus } from "../functions/src/domain/webhook/webhook-change.ts";
import { applyMessageStatus } from "../functions/src/firestore/apply-message-status.ts";
import { messageDocumentId } from "../functions/src/firestore/message-document-id.ts";
import { firestoreTestMessages } from "../functions/src/firestore/test-messages.ts";
import { graphError } from "../functions/src/testing/fixtures.ts";
import { deleteApp, initializeApp } from "../tools/product-packages.ts";
import { getFirestore } from "../tools/product-packages.ts";
import { env } from "./harness/callable.ts";

const app = initializeApp({ projectId: env("GCLOUD_PROJECT") }, `messages-${randomUUID()}`);
const db = getFirestore(app);
const messages = firestoreTestMessages(db);

const NUMBER = "550000950000001";
const RECIPIENT = "4915112345678";
/** A whole second that is over. */
const SENT_AT = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const iso = (afterMs: number): string => new Date(SENT_AT + afterMs).toISOString();

interface Sending {
  readonly request: TestMessageRequest;
  readonly messageId: string;
}

/** A message with an id like Meta's, slash included. */
const sending = (): Sending => ({
  request: {
    phoneNumberId: NUMBER,
    attemptId: randomUUID(),
    by: "uid-1",
    to: RECIPIENT,
    template: "hello_world",
    language: "en_US",
  },
  messageId: `wamid.${randomUUID().replaceAll("-", "/")}==`,
});

const record = ({ request, messageId }: Sending): Promise<void> =>
  messages.record(request, { status: "sent", message: null, graphError: null, messageId });

const status = ({ messageId }: Sending, word: string, rest: Partial<MessageStatus> = {}): MessageStatus => ({
  phoneNumberId: NUMBER,
  messageId,
  status: word,
  at: SENT_AT + ["sent", "delivered", "read", "failed"].indexOf(word) * 1000,
  mark: TEST_MESSAGE_MARK,
  error: null,
  ...rest,
});

const stored = async ({ messageId }: Sending): Promise<TestMessageDocument | null> => {
  const snapshot = await db.doc(`whatsappNumbers/${NUMBER}/whatsappTestMessages/${messageDocumentId(messageId)}`).get();
  return snapshot.exists ? TestMessageDocument.parse(snapshot.data()) : null;
};

after(() => deleteApp(app));

describe("the way of a test message in Firestore", () => {
  it("begins with sent, the recipient hidden, and an audit document beside it", async () => {
    const message = sending();
    await record(message);
    const document = await stored(message);
    assert.ok(document !== null);
    assert.deepEqual(
      [document.status, document.to, document.template, document.language, document.by],
      ["sent", "***5678", "hello_world", "en_US", "uid-1"],
    );
    assert.ok(!JSON.stringify(document).includes(message.messageId), "it holds the recipient's number in clear");
    const audit = await db.doc(`whatsappNumbers/${NUMBER}/whatsappAttempts/${message.request.attemptId}`).get();
    assert.equal(AttemptDocument.parse(audit.data()).operation, "send_message");
    assert.ok(!JSON.stringify([document, audit.data()]).includes(RECIPIENT));
  });

  it("goes on as webhooks tell, and a failure says why", async () => {
    const message = sending();
    await record(message);
    assert.equal(await applyMessageStatus(db, status(message, "sent")), "unchanged");
    assert.equal(await applyMessageStatus(db, status(message, "delivered")), "applied");
    assert.equal(await applyMessageStatus(db, status(message, "delivered")), "unchanged");
    const delivered = await stored(message);
    assert.deepEqual([delivered?.status, delivered?.updatedAt], ["delivered", iso(1000)]);
    const error = graphError(131_026, { httpStatus: 200 });
    assert.equal(await applyMessageStatus(db, status(message, "failed", { error })), "applied");
    assert.equal(await applyMessageStatus(db, status(message, "read")), "unchanged");
    const failed = await stored(message);
    assert.deepEqual([failed?.status, failed?.failure?.status], ["failed", "recipient_unreachable"]);
    assert.deepEqual(failed?.failure?.graphError, error);
    assert.equal(failed.to, "***5678", "the rest of the document stays");
  });

  it("is not begun by messages of others, nor by words that are not known", async () => {
    const message = sending();
    assert.equal(await applyMessageStatus(db, status(message, "delivered", { mark: null })), "not_ours");
    assert.equal(await applyMessageStatus(db, status(message, "delivered", { mark: "theirs" })), "not_ours");
    assert.equal(await applyMessageStatus(db, status(message, "deleted")), "unchanged");
    assert.equal(await stored(message), null);
    await record(message);
    assert.equal((await stored(message))?.status, "sent");
  });

  it("knows its own messages without their mark once they are written down", async () => {
    const message = sending();
    await record(message);
    assert.equal(await applyMessageStatus(db, status(message, "read", { mark: null })), "applied");
  });

  it("loses no status that comes before the message is written down", async () => {
    const message = sending();
    await applyMessageStatus(db, status(message, "read"));
    await applyMessageStatus(db, status(message, "delivered"));
    assert.equal(await stored(message), null);
    await record(message);
    const document = await stored(message);
    assert.deepEqual([document?.status, document?.updatedAt], ["read", iso(2000)]);
  });

  it("loses no status that comes at the very moment in which the message is written down", async () => {
    for (let round = 0; round < 8; round += 1) {
      const message = sending();
      await Promise.all([
        applyMessageStatus(db, status(message, "delivered")),
        record(message),
        applyMessageStatus(db, status(message, "read")),
      ]);
      assert.equal((await stored(message))?.status, "read", `round ${round}`);
    }
  });

  it("ends in one state whatever the order, many times over", async () => {
    for (const words of [
      ["read", "sent", "delivered", "read"],
      ["delivered", "read", "sent"],
      ["sent", "delivered", "read", "delivered"],
    ]) {
      const message = sending();
      await record(message);
      for (const word of [...words, ...words]) await applyMessageStatus(db, status(message, word));
      const document = await stored(message);
      assert.deepEqual([document?.status, document?.updatedAt], ["read", iso(2000)]);
    }
  });

  it("is written down once, however often it is tried", async () => {
    const message = sending();
    await record(message);
    await applyMessageStatus(db, status(message, "read"));
    await record(message);
    assert.equal((await stored(message))?.status, "read");
  });

  it("leaves an audit document alone of a message that Meta did not take", async () => {
    const { request } = sending();
    const error = graphError(131_030);
    await messages.record(request, {
      status: "recipient_not_allowed",
      message: "x",
      graphError: error,
      messageId: null,
    });
    const audit = await db.doc(`whatsappNumbers/${NUMBER}/whatsappAttempts/${request.attemptId}`).get();
    assert.equal(AttemptDocument.parse(audit.data()).status, "recipient_not_allowed");
  });
});
