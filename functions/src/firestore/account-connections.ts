import type { DocumentData, Firestore } from "firebase-admin/firestore";
import type { z } from "zod";
import type { AccountConnections, ConnectingRequest, ProvenAccount, TokenVault } from "../app/customer-ports.ts";
import { AccountDocument, type AccountStep } from "../contract/account.ts";
import { CustomerId } from "../contract/primitives.ts";
import { earlier } from "../domain/attempt/attempt-window.ts";
import { changedDocument } from "../domain/lifecycle/phone-number-document.ts";
import { ledgerDocument, readLedger } from "./ledger-document.ts";
import { readNumberDocument } from "./number-document.ts";
import { accountRef, accountTokenRef, ledgerRef, pendingConnectionRef, phoneNumberRef } from "./paths.ts";
import { pendingName } from "./pending-connections.ts";
import { revise } from "./revise.ts";
import type { StandingDocument } from "./standing-document.ts";

const WITHIN_MS = 10_000;

const Held = AccountDocument.pick({ customerId: true, state: true, phoneNumberIds: true, connectedAt: true }).strip();
type Held = z.infer<typeof Held>;

const NOT_AT_ITS_END = "Connecting the account has not come to its end.";

/** The accounts that customers connect, in Firestore. What is stored and cannot be read fails: it may be somebody else's. */
export function firestoreAccountConnections(db: Firestore, vault: TokenVault): AccountConnections {
  return {
    claim: (request, proven, terms) => claim(db, vault, { request, proven, terms }),
    adopt: (request, number) => adopt(db, request, number),
    note: (request, progress) => note(db, request, progress),
  };
}

interface Claim {
  readonly request: ConnectingRequest;
  readonly proven: ProvenAccount;
  readonly terms: Parameters<AccountConnections["claim"]>[2];
}

async function claim(
  db: Firestore,
  vault: TokenVault,
  { request, proven, terms }: Claim,
): Promise<"claimed" | "taken"> {
  const { name, businessId, token, view } = proven;
  const { steps, mayInherit } = terms;
  const { wabaId, customerId, by } = request;
  const tokenRef = accountTokenRef(db, wabaId);
  const sealed = await vault.seal(token, tokenRef.path);
  const pendingRef = pendingConnectionRef(db, pendingName(request));
  const refs = [accountRef(db, wabaId), tokenRef, pendingRef];
  return revise<"claimed" | "taken">(db, refs, WITHIN_MS, ([account, , pending], now) => {
    const held = readHeld(account);
    if (held !== null && held.customerId !== customerId && !(mayInherit && held.state === "disconnected"))
      return { answer: "taken" };
    const isStanding = held !== null && held.customerId === customerId && held.state !== "disconnected";
    const document = {
      customerId,
      wabaId,
      name,
      businessId,
      state: "action_required",
      reason: NOT_AT_ITS_END,
      steps: stored(steps),
      phoneNumberIds: isStanding ? held.phoneNumberIds : [],
      token: view,
      connectedAt: isStanding ? held.connectedAt : iso(now),
      by,
      updatedAt: iso(now),
    } satisfies AccountDocument;
    // The token lies in one place: it is gone when the account's is.
    const moved = pending?.exists === true ? { sealed: null } : undefined;
    return { answer: "claimed", documents: [document, { customerId, sealed, updatedAt: iso(now) }, moved] };
  });
}

function adopt(
  db: Firestore,
  request: ConnectingRequest,
  { phoneNumberId, view }: Parameters<AccountConnections["adopt"]>[1],
): Promise<boolean> {
  const { wabaId, customerId } = request;
  const refs = [accountRef(db, wabaId), phoneNumberRef(db, phoneNumberId), ledgerRef(db, phoneNumberId)];
  return revise<boolean>(db, refs, WITHIN_MS, ([account, number, ledgerNow], now) => {
    if (number === undefined || ledgerNow === undefined)
      throw new TypeError("Firestore answered fewer documents than asked.");
    if (!isHeldBy(readHeld(account), request)) return { answer: false };
    const owner = number.exists ? ownerOf(number) : null;
    // A customer's number goes with its account; the deployment's own stays, and so does one in another customer's account.
    const isInherited = owner !== OURS && number.get("wabaId") === wabaId;
    if (owner !== null && owner !== customerId && !isInherited) return { answer: false };
    const ledger = readLedger(ledgerNow);
    return {
      answer: true,
      documents: [
        undefined,
        changedDocument(readNumberDocument(number), { view, wabaId, customerId }, now),
        ledgerDocument({ ...ledger, nextLookAt: earlier(ledger.nextLookAt, now) }),
      ],
    };
  });
}

function note(
  db: Firestore,
  request: ConnectingRequest,
  { steps, reason, phoneNumberIds }: Parameters<AccountConnections["note"]>[1],
): Promise<void> {
  return revise<void>(db, [accountRef(db, request.wabaId)], WITHIN_MS, ([account], now) => {
    if (!isHeldBy(readHeld(account), request)) return { answer: undefined };
    const progress: DocumentData = {
      steps: stored(steps),
      reason,
      state: reason === null ? "connected" : "action_required",
      ...(phoneNumberIds === null ? {} : { phoneNumberIds: [...phoneNumberIds] }),
      updatedAt: iso(now),
    };
    return { answer: undefined, documents: [progress] };
  });
}

const iso = (ms: number): string => new Date(ms).toISOString();

const stored = (steps: readonly AccountStep[]): AccountStep[] => steps.map((step) => ({ ...step }));

function readHeld(account: StandingDocument | undefined): Held | null {
  if (account === undefined) throw new TypeError("Firestore answered fewer documents than asked.");
  return account.exists ? Held.parse(account.data()) : null;
}

/** Whether the account is still the one that was claimed: it may have been disconnected meanwhile. */
const isHeldBy = (held: Held | null, { customerId }: ConnectingRequest): boolean =>
  held !== null && held.customerId === customerId && held.state !== "disconnected";

/** For whom a number was added by the deployment itself: no customer has this id. */
const OURS = "";

/** For whom a number is managed that something is stored of; `null`: for nobody. */
function ownerOf(number: StandingDocument): string | null {
  const stated: unknown = number.get("customerId") ?? null;
  if (stated !== null) return CustomerId.safeParse(stated).data ?? OURS;
  return readNumberDocument(number).addedAt === undefined ? null : OURS;
}
