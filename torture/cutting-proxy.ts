import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { answerEnds, type FrameReader } from "./http2-frames.ts";

/** A TCP proxy before the Firestore emulator that can lose an answer, or the whole connection. */
export interface CuttingProxy {
  /** Such as 127.0.0.1:40123 */
  readonly host: string;
  /** How many answers were lost. */
  readonly cuts: () => number;
  /**
   * Lets the next request through, holds back its answer until it is complete, and then cuts the connection.
   * `forGood`: no other connection comes to stand after it.
   */
  cutNextAnswer(forGood: boolean): void;
  /** Cuts every connection, and each new one as soon as it stands. */
  goDown(): void;
  comeBack(): void;
  close(): Promise<void>;
}

/** One connection: `near` is the SDK's end, `far` the emulator's. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** @param target the emulator, as in FIRESTORE_EMULATOR_HOST */
export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const [host = "", port = ""] = target.split(":");
  const pairs = new Set<Pair>();
  const state = { down: false, downAfterCut: false, armed: false, cuts: 0 };
  const server = createServer((near) => {
    if (state.down) {
      near.resetAndDestroy();
      return;
    }
    const pair = { near, far: connect(Number(port), host) };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      pair.far.destroy();
    };
    for (const socket of [near, pair.far]) socket.once("close", end).once("error", end);
    near.on("data", (bytes) => pair.far.write(bytes));
    const ended: FrameReader = answerEnds();
    pair.far.on("data", (bytes) => {
      const complete = ended(bytes);
      if (!state.armed) near.write(bytes);
      else if (complete) {
        state.armed = false;
        state.cuts += 1;
        state.down = state.downAfterCut;
        near.resetAndDestroy();
      }
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const cutAll = (): void => {
    for (const { near } of pairs) near.resetAndDestroy();
  };
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => state.cuts,
    cutNextAnswer: (forGood) => {
      state.armed = true;
      state.downAfterCut = forGood;
    },
    goDown: () => {
      state.down = true;
      cutAll();
    },
    comeBack: () => void (state.down = false),
    close: async () => {
      server.close();
      cutAll();
      await once(server, "close");
    },
  };
}
