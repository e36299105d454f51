import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withoutSecrets } from "./without-secrets.ts";

const SECRETS = ["EAAinventedToken", "0123456789abcdef"];

describe("what Meta said, without secrets", () => {
  it("has them in no text, however deep", () => {
    const said = {
      data: [{ error: { message: "EAAinventedToken, and EAAinventedToken again" } }, "proof 0123456789abcdef."],
      application: "EAAinventedToken",
    };
    assert.deepEqual(withoutSecrets(said, SECRETS), {
      data: [{ error: { message: "[hidden], and [hidden] again" } }, "proof [hidden]."],
      application: "[hidden]",
    });
  });
  it("is otherwise what it was", () => {
    const said = {
      id: "550000000000001",
      is_valid: false,
      expires_at: 0,
      none: null,
      list: [1, true, "text"],
      empty: {},
    };
    assert.deepEqual(withoutSecrets(said, SECRETS), said);
    assert.equal(withoutSecrets("\uD83D", SECRETS), "\uFFFD");
    for (const value of ["text", 1, true, null, undefined]) assert.equal(withoutSecrets(value, SECRETS), value);
  });
});
