import { createHash } from "node:crypto";
import { Timestamp, type DocumentData, type Firestore } from "firebase-admin/firestore";
import * as z from "zod";
import type { ConnectingRequest, PendingAnswer, PendingConnections, TokenVault } from "../app/customer-ports.ts";
import type { AccessToken } from "../domain/access-token.ts";
import { beginConnection, endConnection } from "../domain/attempt/pending-connection.ts";
import type { SignupCode } from "../domain/signup-code.ts";
import { UnopenedToken } from "../domain/unopened-token.ts";
import { pendingConnectionRef } from "./paths.ts";
import { revise } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";

const WITHIN_MS = 8000;
const KEPT_MS = 86_400_000;

const time = z.instanceof(Timestamp).transform((stamp) => stamp.toMillis());

const PendingDocument = z.object({
  lease: z.object({ attemptId: z.string(), takenAt: time, isNewCode: z.boolean() }).nullable(),
  /** The name of the code that was handed in last. */
  code: z.string().nullable(),
  sealed: z.string().nullable(),
});
type Pending = z.infer<typeof PendingDocument>;

const NOTHING: Pending = { lease: null, code: null, sealed: null };

/** The record's name: caller, customer and claimed account make another one each, so that nobody meets another caller's. */
export function pendingName({ by, customerId, wabaId }: Omit<ConnectingRequest, "attemptId">): string {
  const named = JSON.stringify([by, customerId, wabaId]);
  return createHash("sha256").update("pending connection\0").update(named).digest("hex").slice(0, 40);
}

/** A name by which a code is known again; a code is far too long to guess, and serves once. */
const codeName = (code: SignupCode): string =>
  createHash("sha256").update("signup code\0").update(code.reveal()).digest("hex").slice(0, 16);

/** Callers' own records of accounts that they are connecting, in Firestore. Their tokens are sealed for the record. */
export function firestorePendingConnections(db: Firestore, vault: TokenVault): PendingConnections {
  const refOf = (request: ConnectingRequest) => pendingConnectionRef(db, pendingName(request));
  const change = <Answer>(
    request: ConnectingRequest,
    decide: (pending: Pending, now: number) => { readonly answer: Answer; readonly next?: Pending },
  ): Promise<Answer> =>
    revise<Answer>(db, [refOf(request)], WITHIN_MS, ([snapshot], now) => {
      const { answer, next } = decide(readPending(snapshot), now);
      return next === undefined ? { answer } : { answer, documents: [documentOf(next, request, now)] };
    });

  /** What cannot be opened any more serves as little as what is not there: a new sign-up makes another. */
  const openedOrNone = async (sealed: string, place: string): Promise<AccessToken | null> => {
    try {
      return await vault.open(sealed, place);
    } catch (error) {
      if (error instanceof UnopenedToken) return null;
      throw error;
    }
  };

  return {
    begin: async (request, code) => {
      const name = code === null ? null : codeName(code);
      const begun = await change<PendingAnswer & { sealed?: string | null }>(request, (pending, now) => {
        const turn = beginConnection(pending, { attemptId: request.attemptId, code: name, now });
        if (!turn.granted) return { answer: { granted: false, until: turn.until, now } };
        const newCode = turn.isNewCode ? code : null;
        const answer = { granted: true, now, newCode, token: null, sealed: pending.sealed } as const;
        return { answer, next: turn.pending };
      });
      if (!begun.granted) return begun;
      const { sealed = null, ...answer } = begun;
      // A new code makes a new token, whatever became of the key that an earlier one was sealed with.
      if (sealed === null || answer.newCode !== null) return answer;
      return { ...answer, token: await openedOrNone(sealed, refOf(request).path) };
    },

    keep: async (request, token) => {
      const sealed = await vault.seal(token, refOf(request).path);
      await change<void>(request, (pending) => ({ answer: undefined, next: { ...pending, sealed } }));
    },

    unsend: (request) => change<void>(request, (pending) => ({ answer: undefined, next: { ...pending, code: null } })),

    end: (request) =>
      change<number>(request, (pending, now) => {
        const next = endConnection(pending, request.attemptId);
        return next === null ? { answer: now } : { answer: now, next };
      }),
  };
}

function readPending(snapshot: StandingDocument | undefined): Pending {
  if (snapshot === undefined) throw new TypeError("Firestore answered fewer documents than asked.");
  return snapshot.exists ? PendingDocument.parse(snapshot.data()) : NOTHING;
}

const documentOf = (
  { lease, code, sealed }: Pending,
  { by, customerId, wabaId }: ConnectingRequest,
  now: number,
): DocumentData => ({
  lease: lease === null ? null : { ...lease, takenAt: Timestamp.fromMillis(lease.takenAt) },
  code,
  sealed,
  by,
  customerId,
  wabaId,
  expireAt: Timestamp.fromMillis(now + KEPT_MS),
});
