import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { listeningInodes, ownerInLsof } from "./port-owner.ts";

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41111 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 42222 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 43333 1 0000000000000000 100 0 0 10 0
`;

describe("listeningInodes", () => {
  it("finds the listener on the port, and neither its connections nor other ports", () => {
    assert.deepEqual(listeningInodes(TABLE, 8080), ["41111"]);
    assert.deepEqual(listeningInodes(TABLE, 80), ["43333"]);
    assert.deepEqual(listeningInodes(TABLE, 9099), []);
  });
});

describe("ownerInLsof", () => {
  it("reads process and command", () => {
    assert.deepEqual(ownerInLsof("p1234\ncjava\nf45\n"), { pid: 1234, command: "java" });
    assert.equal(ownerInLsof(""), undefined);
  });
});
