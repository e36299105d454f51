/** What a naive registration is done with. */
export interface NaiveTools {
  /** The POST to `/register`. @throws when there is no answer, or another status than 2xx, as axios does. */
  post(): Promise<unknown>;
  /** Writes the status into the number's document. */
  save(status: string): Promise<void>;
  pause(ms: number): Promise<void>;
  log(message: string, error: unknown): void;
}

const TRIES = 3;

/**
 * Registering a number as tutorials and most open-source projects do it: call, try again when it fails, then write the status.
 * It is here to be compared with: the battery treats it as it treats the product.
 *
 * @throws the last try's error
 */
export async function registerNaively(tools: NaiveTools): Promise<string> {
  for (let turn = 1; ; turn += 1) {
    try {
      await tools.post();
      await tools.save("registered");
      return "registered";
    } catch (error) {
      tools.log("Registering the number failed", error);
      if (turn === TRIES) {
        await tools.save("failed");
        throw error;
      }
      await tools.pause(1000 * turn);
    }
  }
}
