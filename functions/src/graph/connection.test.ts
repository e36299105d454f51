import assert from "node:assert/strict";
import http from "node:http";
import https from "node:https";
import { before, describe, it } from "node:test";
import tls from "node:tls";
import { NUMBER } from "../testing/fixtures.ts";
import { graphServer, json, reset, resetInBody } from "../testing/graph-server.ts";
import { selfSigned } from "../testing/self-signed.ts";
import { freshConnection } from "./connection.ts";
import { exchange } from "./exchange.ts";

// In this file, and in its process alone, the test's own certificate is trusted.
before(() => tls.setDefaultCACertificates([selfSigned.cert]));

/** Posts by Node's own client, over a fresh connection; the answer's status, or the code of the error. */
function post(origin: string, connection: ReturnType<typeof freshConnection>): Promise<number | string> {
  const { httpAgent, httpsAgent } = connection.agents;
  const url = new URL("/v25.0/register", origin);
  const options = { method: "POST", timeout: 2000 };
  return new Promise((settle) => {
    const request =
      url.protocol === "https:"
        ? https.request(url, { ...options, agent: httpsAgent })
        : http.request(url, { ...options, agent: httpAgent });
    request.on("response", (response) => {
      response.resume();
      settle(response.statusCode ?? 0);
    });
    request.on("error", (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    request.end('{"pin":"046813"}');
  });
}

for (const scheme of ["http", "https"] as const) {
  const secure = { tls: scheme === "https" };

  describe(`a fresh connection over ${scheme}`, () => {
    it("stands once the request has gone out", async () => {
      await using server = await graphServer(json(200, { success: true }), secure);
      const connection = freshConnection(Date.now() + 2000);
      assert.equal(connection.stood(), false);
      assert.equal(await post(server.origin, connection), 200);
      assert.equal(connection.stood(), true);
    });

    it("is dropped, and not a byte sent, when it comes to stand too late", async () => {
      await using server = await graphServer(json(200, { success: true }), secure);
      const connection = freshConnection(Date.now() - 1);
      assert.equal(await post(server.origin, connection), "ECONNRESET");
      assert.equal(connection.stood(), false);
      assert.equal(server.received.length, 0);
    });
  });

  describe(`an exchange over ${scheme}`, () => {
    const ask = (origin: string) => ({
      method: "POST" as const,
      url: new URL(`/v25.0/${NUMBER}/register`, origin),
      token: "EAAinvented",
      body: { pin: "046813" },
      deadlineMs: 3000,
    });

    it("brings the answer", async () => {
      await using server = await graphServer(json(200, { success: true }), secure);
      const answer = await exchange(ask(server.origin));
      assert.ok(answer.kind === "answered");
      assert.deepEqual(answer.json, { success: true });
      assert.equal(server.received.length, 1);
    });

    it("leaves the outcome open when the connection breaks after the request went out", async () => {
      await using server = await graphServer(reset, secure);
      const answer = await exchange(ask(server.origin));
      assert.deepEqual([answer.kind, "httpStatus" in answer && answer.httpStatus], ["unreadable", null]);
      server.behaviour = resetInBody(500);
      const half = await exchange(ask(server.origin));
      assert.deepEqual([half.kind, "httpStatus" in half && half.httpStatus], ["unreadable", 500]);
      assert.equal(server.received.length, 2, "each sent once");
    });

    it("uses a new connection for every POST and one connection for many GETs", async () => {
      const ports = new Set<number | undefined>();
      await using server = await graphServer((response, request, raw) => {
        ports.add(raw.socket.remotePort);
        return json(200, {})(response, request, raw);
      }, secure);
      for (let turn = 0; turn < 3; turn += 1) await exchange(ask(server.origin));
      assert.equal(ports.size, 3);
      ports.clear();
      const { url, token, deadlineMs } = ask(server.origin);
      for (let turn = 0; turn < 3; turn += 1) await exchange({ method: "GET", url, token, deadlineMs });
      assert.equal(ports.size, 1);
    });
  });
}

describe("a certificate for another name", () => {
  it("is refused before anything is sent", async () => {
    await using server = await graphServer(json(200, { success: true }), { tls: true });
    const url = new URL(`https://127.0.0.2:${server.port}/v25.0/${NUMBER}/register`);
    const answer = await exchange({ method: "POST", url, token: "EAAinvented", body: {}, deadlineMs: 2000 });
    assert.equal(answer.kind, "not_sent");
    assert.equal(server.received.length, 0);
  });
});
