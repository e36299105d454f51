import { countedRegistration } from "../../functions/src/testing/counted-registration.ts";
import { counted, type Figure } from "./figure.ts";
import { freshNumber } from "./fresh-number.ts";
import type { Ground } from "./ground.ts";
import { registering, registration } from "./requests.ts";

/** How many attempts of the number, other numbers and their accounts there are before. */
const HISTORIES = [1, 1000, 100_000] as const;

/**
 * What one registration asks of others, counted exactly in virtual time, and whether that grows with what was before. The requests to
 * Meta are those that the simulator received from the deployed code.
 */
export async function countFigures(ground: Ground): Promise<Figure[]> {
  const first = await countedRegistration({ attempts: 0, numbers: 0 });
  const figures = [
    counted("exactly: Firestore, in a row, first attempt", "round trips", first.firestoreInARow, 1),
    counted("exactly: Graph, in a row", "round trips", first.graphInARow, 1),
    counted("exactly: both, in a row, first attempt", "round trips", first.bothInARow, 2),
    counted("documents read, first attempt", "documents", first.reads, 0),
    counted("documents written, first attempt", "documents", first.writes, 1),
    counted("requests to Meta", "requests", await metaRequests(ground), 1),
  ];
  for (const size of HISTORIES) {
    const later = await countedRegistration({ attempts: size, numbers: size });
    const after = `after ${size.toLocaleString("en")} attempts, numbers and accounts`;
    figures.push(
      counted(`exactly: Firestore, in a row, ${after}`, "round trips", later.firestoreInARow, 1),
      counted(`documents read, ${after}`, "documents", later.reads, 0),
      counted(`documents written, ${after}`, "documents", later.writes, 1),
    );
  }
  return figures;
}

async function metaRequests(ground: Ground): Promise<number> {
  const { simulator, idToken } = ground;
  await using ours = await ground.serve("ours", "registerPhoneNumber");
  await registering(registration(ours.url, freshNumber(simulator), idToken));
  simulator.clearRequests();
  await registering(registration(ours.url, freshNumber(simulator), idToken));
  return simulator.requests().length;
}
