import { after } from "node:test";

interface Closable {
  close: () => Promise<void>;
}

/**
 * A function that takes what a set-up opens and has it closed after the tests of the file, or of the suite that this is
 * called in: also when the set-up has failed half-way, and when closing something else fails. Anything left open would keep
 * the file from ending.
 */
export function closedAfterTests(): <T extends Closable>(opened: T) => T {
  const stack = new AsyncDisposableStack();
  after(() => stack.disposeAsync());
  return (opened) => stack.adopt(opened, (closable) => closable.close());
}
