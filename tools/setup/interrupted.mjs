import { constants } from "node:os";

/** The person at the terminal, or the system, asked for an end; exit status 128 + n after signal n. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Interrupted by ${signal}.`);
    this.exitStatus = 128 + constants.signals[signal];
  }
}
