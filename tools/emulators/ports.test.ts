import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { chosenPorts, freePorts, portsTaken, requireFree, simulatorPort } from "./ports.ts";

describe("chosenPorts", () => {
  it("moves every port by EMULATOR_PORT_OFFSET", () => {
    const usual = chosenPorts({});
    const moved = chosenPorts({ EMULATOR_PORT_OFFSET: "3000" });
    assert.equal(usual.firestore, 8080);
    for (const name of Object.keys(usual) as (keyof typeof usual)[])
      assert.equal(moved[name], usual[name] + 3000, name);
  });

  for (const offset of ["1e3", "x", "60000", "-3500", "1.5", ""]) {
    it(`refuses the offset "${offset}" and says which would do`, () => {
      assert.throws(() => chosenPorts({ EMULATOR_PORT_OFFSET: offset }), /a whole number from -2976 to 56036/u);
    });
  }
});

describe("a port that browsers refuse", () => {
  const sendingNothing = {
    dispatch: () => {
      throw new Error("was about to send");
    },
  };
  /** Browsers and Node keep the same list. */
  const refusedByFetch = async (port: number): Promise<boolean> => {
    const init = { dispatcher: sendingNothing } as unknown as RequestInit;
    const error: unknown = await fetch(`http://127.0.0.1:${port}/`, init).catch((reason: unknown) => reason);
    assert.ok(error instanceof TypeError && error.cause instanceof Error);
    return error.cause.message === "bad port";
  };

  it("is never chosen: not for the simulator, nor for an emulator", async () => {
    let refused = 0;
    for (let port = 1024; port < 7000; port += 1) {
      const isRefused = await refusedByFetch(port);
      refused += Number(isRefused);
      const choose = (): number => simulatorPort({ SIMULATOR_PORT: String(port) });
      const move = (): unknown => chosenPorts({ EMULATOR_PORT_OFFSET: String(port - 4000) });
      if (!isRefused) assert.equal(choose(), port);
      else for (const chosen of [choose, move]) assert.throws(chosen, /browsers refuse/u, String(port));
    }
    assert.ok(refused > 10, "this test can tell");
  });

  it("is none of those that are looked for by themselves", async () => {
    const ports = Object.values(await freePorts());
    assert.equal(await refusedByFetch(10_080), true);
    assert.deepEqual(
      await Promise.all(ports.map(refusedByFetch)),
      ports.map(() => false),
    );
  });
});

describe("simulatorPort", () => {
  it("is SIMULATOR_PORT, and 4010 without it", () => {
    assert.equal(simulatorPort({}), 4010);
    assert.equal(simulatorPort({ SIMULATOR_PORT: "5010" }), 5010);
  });

  for (const port of ["0", "65536", "port", "-1", "80.5"]) {
    it(`refuses ${port}`, () => {
      assert.throws(() => simulatorPort({ SIMULATOR_PORT: port }), /is no TCP port/u);
    });
  }
});

describe("freePorts", () => {
  it("gives each part a port of its own, and all of them are free", async () => {
    const ports = await freePorts();
    assert.equal(new Set(Object.values(ports)).size, Object.values(ports).length);
    await requireFree(ports, { ui: true });
  });
});

describe("requireFree", () => {
  it("names the port that is taken, what it is for, and the process that holds it", async (t) => {
    const server = createServer().listen(0, "127.0.0.1");
    t.after(() => server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const ports = { ...(await freePorts()), firestore: port };
    const expected = new RegExp(`\\b${port} \\(Firestore emulator\\) by process ${process.pid} \\(.*node`, "u");
    await assert.rejects(requireFree(ports, { ui: true }), expected);
  });

  it("looks at the Emulator UI's port only when there will be one", async (t) => {
    const server = createServer().listen(0, "127.0.0.1");
    t.after(() => server.close());
    await once(server, "listening");
    const ports = { ...(await freePorts()), ui: (server.address() as AddressInfo).port };
    await requireFree(ports, { ui: false });
    await assert.rejects(requireFree(ports, { ui: true }), /Emulator UI/u);
  });
});

describe("portsTaken", () => {
  it("shortens a long command and says how to choose other ports", () => {
    const owner = { pid: 7, command: `java ${"-Dx=y ".repeat(60)}` };
    const text = portsTaken([{ name: "Firestore emulator", port: 8080, owner }]);
    assert.match(text, /EMULATOR_PORT_OFFSET=3000/u);
    for (const line of text.split("\n")) assert.ok(line.length < 200, line);
  });

  it("speaks of SIMULATOR_PORT when it is the simulator's port, and of an owner it cannot see", () => {
    const text = portsTaken([{ name: "graph simulator", port: 4010, owner: undefined }]);
    assert.match(text, /4010 \(graph simulator\) by a process that this user cannot see/u);
    assert.match(text, /SIMULATOR_PORT=5010/u);
  });
});
