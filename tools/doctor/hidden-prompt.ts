import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks for a line that is shown nowhere. `say` writes the question; ends with a rejection when the input ends or Ctrl+C is pressed. */
export async function askHidden(
  question: string,
  input: NodeJS.ReadableStream,
  say: (text: string) => void,
): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // As a "terminal" readline takes the typing over, so that the true terminal echoes nothing; what readline echoes goes nowhere.
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  say(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      for (const end of ["close", "SIGINT"]) lines.once(end, () => reject(new Error("Nothing was entered.")));
    });
  } finally {
    lines.close();
    say("\n");
  }
}
