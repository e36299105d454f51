import { complaintsAboutAnswer, complaintsAboutRequest, type Exchange } from "../description/exchange.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../server.ts";

/**
 * A simulator whose calls are held against Meta's description, requests and answers alike. `close` rejects with everything that
 * did not fit, unless `mayBeWrong` says of an exchange that its request is wrong on purpose.
 */
export async function describedSimulator(
  options: SimulatorOptions = {},
  mayBeWrong: (exchange: Exchange) => boolean = () => false,
): Promise<Simulator> {
  const complaints = new Set<string>();
  const observe = (exchange: Exchange): void => {
    const found = mayBeWrong(exchange) ? [] : complaintsAboutRequest(exchange);
    for (const complaint of [...found, ...complaintsAboutAnswer(exchange)]) complaints.add(complaint);
  };
  const simulator = await startSimulator({ ...options, observe });
  return {
    ...simulator,
    close: async () => {
      await simulator.close();
      if (complaints.size > 0) throw new Error(`Meta's description does not know this:\n${[...complaints].join("\n")}`);
    },
  };
}
