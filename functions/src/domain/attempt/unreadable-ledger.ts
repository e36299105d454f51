/** A number's ledger is not one: nothing is counted on it, and nothing is sent for that number. Says nothing of what stands there. */
export class UnreadableLedger extends Error {
  override readonly name = "UnreadableLedger";

  constructor() {
    super("The ledger of this number cannot be read.");
  }
}
