import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSameAddress } from "./webhook-address.ts";

describe("two addresses of a webhook", () => {
  const ours = "https://hooks.example.com/meta";

  it("are one whatever follows the path, and with or without a slash at its end", () => {
    for (const same of [ours, `${ours}/`, `${ours}?key=x`, `${ours}#x`, `${ours}/?key=x\n#y/`])
      assert.ok(isSameAddress(ours, same), same);
  });

  it("are two where the path is another, or one of them is not known", () => {
    for (const other of [`${ours}/2`, "https://hooks.example.com", "http://hooks.example.com/meta", null])
      assert.ok(!isSameAddress(ours, other) && !isSameAddress(other, ours), String(other));
    assert.ok(!isSameAddress(null, null));
  });
});
