import { AccountAttemptDocument } from "../contract/account-attempt.ts";
import { AccountDisconnectionResult } from "../contract/disconnect-account.ts";
import { SHOP, signupWorld } from "./signup-world.ts";

export const ACCOUNT = `whatsappAccounts/${SHOP}`;

/** The steps of a disconnection that Meta and Firestore did in full. */
export const DONE = ["webhook", "access", "numbers", "token"].map((id) => ({ id, state: "done" }));

export type World = ReturnType<typeof signupWorld>;

/** A world in which acme has connected its shop, and since when Meta was asked for nothing. */
export async function connectedWorld(): Promise<World> {
  const world = signupWorld();
  const { status } = await world.connect();
  if (status !== "connected") throw new Error(`Connecting the shop ended in ${status}.`);
  world.meta.requests.length = 0;
  return world;
}

/** Disconnects the shop. The answer is one that the contract knows. */
export const leave = async (
  world: World,
  ...given: Parameters<World["disconnect"]>
): Promise<AccountDisconnectionResult> => AccountDisconnectionResult.parse(await world.disconnect(...given));

/** The audit documents of the shop, one for each call. */
export const auditsOf = (world: World): readonly AccountAttemptDocument[] =>
  world.store.documents
    .inside(`${ACCOUNT}/whatsappAttempts`)
    .map((path) => AccountAttemptDocument.parse(world.document(path)));
