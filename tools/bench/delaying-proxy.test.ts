import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { delayingProxy } from "./delaying-proxy.ts";
import { slope } from "./measure-round-trips.ts";

describe("the slope of round trips", () => {
  it("is that of a line, whatever lies below it", () => {
    const points = [0, 20, 40].map((delay) => [delay, 90 + 3 * delay] as const);
    assert.equal(slope(points), 3);
  });

  it("is the closest line's where points lie beside it", () => {
    assert.equal(
      slope([
        [0, 1],
        [20, 42],
        [40, 81],
      ]),
      2,
    );
  });
});

describe("a longer way", () => {
  it("brings every byte in its turn, no sooner than said", async () => {
    await using echo = await echoServer();
    await using proxy = await delayingProxy(echo.host);
    proxy.delay(40);
    const socket = connect(Number(proxy.host.split(":")[1]), "127.0.0.1");
    const sent = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
    const begun = performance.now();
    socket.write(sent);
    const received: Buffer[] = [];
    while (received.reduce((sum, { length }) => sum + length, 0) < sent.length) {
      const [bytes] = (await once(socket, "data")) as [Buffer];
      received.push(bytes);
    }
    socket.destroy();
    assert.ok(performance.now() - begun >= 39);
    assert.ok(Buffer.concat(received).equals(sent));
  });
});

async function echoServer(): Promise<AsyncDisposable & { readonly host: string }> {
  const server = createServer((socket) => socket.pipe(socket).on("error", () => undefined));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
