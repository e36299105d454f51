import type { managedNumber } from "../../functions/src/handlers/managed-number.ts";
import type { VirtualTime } from "../../functions/src/testing/virtual-time.ts";
import type { Firestore } from "../../tools/product-packages.ts";
import type { Apart } from "./accounts-apart.ts";
import type { Customers } from "./customers.ts";
import type { Fleet } from "./fleet.ts";
import type { Machine } from "./machine.ts";
import type { Monitor } from "./monitor.ts";
import type { Subject } from "./notes.ts";
import type { OtherSide } from "./other-side.ts";
import type { Random } from "./random.ts";
import type { Weather } from "./weather.ts";

/** What a call is made with and seen by. */
export interface CallTools {
  readonly subject: Subject;
  readonly random: Random;
  readonly time: VirtualTime;
  readonly meta: OtherSide;
  readonly weather: Weather;
  readonly watch: Monitor;
  readonly apart: Apart;
  readonly machines: Fleet;
  readonly customers: Customers;
  /** What the deployment was configured with. */
  readonly charge: Parameters<typeof managedNumber>[0];
  /** This deployment's budget. */
  readonly limit: number;
  /** A machine's client of the store. */
  readonly clientOf: (machine: Machine) => Firestore;
  readonly ended: { calls: number; readonly statuses: Record<string, number> };
  /** Calls on living machines that have not been answered. */
  readonly open: Set<string>;
}
