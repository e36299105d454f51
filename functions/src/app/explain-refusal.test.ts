import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RegistrationResult } from "../contract/register-phone-number.ts";
import { accessAdvice } from "../domain/advice/access-advice.ts";
import { graphError, healthEntity, metaView, NUMBER, OTHER_NUMBER, tokenFacts } from "../testing/fixtures.ts";
import { rehearse } from "../testing/rehearsal.ts";
import type { Script } from "../testing/scripted-graph.ts";

const answer = <Value>(value: Value) => ({ answer: { ok: true as const, value } });
const titles = (result: RegistrationResult): string[] =>
  "resolution" in result ? result.resolution.map((step) => step.title) : [];

const MISSING_PERMISSION = graphError(100, { message: "(#100) Missing Permission" });
const granted = ["whatsapp_business_management", "whatsapp_business_messaging"].map((permission) => ({
  permission,
  status: "granted",
}));

/** Everything can be read and is in order; registering is refused. */
const refusing: Script = {
  register: () => ({ answer: { kind: "refused", error: MISSING_PERMISSION, regainAccessMs: null } }),
  readNumber: () => answer(metaView()),
  inspectToken: () => answer(tokenFacts()),
  numbersOfWaba: () => answer([{ id: NUMBER, displayPhoneNumber: null }]),
  permissions: () => answer(granted),
  assignedUsers: () => answer([{ id: "999000000000001", tasks: ["VIEW_PHONE_ASSETS"] }]),
};

describe("a registration that lacks access", () => {
  it("is explained by the tasks of the token's user, where the business is configured", async () => {
    const { result, graph } = await rehearse(refusing, { ask: { businessId: "666000000000001" } });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.evidence.systemUserMayManage], ["asset_not_assigned", false]);
    assert.deepEqual(result.resolution, accessAdvice({ cause: "asset_not_assigned", appHasIt: true }).resolution);
    assert.equal(graph.posts.length, 1);
  });

  it("stays unproven where the business is not configured, and asks Meta nothing about it", async () => {
    const { result, graph } = await rehearse(refusing);
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.evidence.systemUserMayManage], ["unproven", null]);
    assert.ok(!graph.reads.includes("assignedUsers"));
  });

  it("asks for a new token alone when the permission is granted, and sends nothing", async () => {
    const token = tokenFacts({ scopes: ["whatsapp_business_management"] });
    const { result, graph } = await rehearse({ ...refusing, inspectToken: () => answer(token) });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.missing], ["scope_not_granted", ["whatsapp_business_messaging"]]);
    assert.deepEqual(
      [result.evidence.requiredScopesGranted, result.evidence.requiredPermissionsGranted],
      [false, true],
    );
    assert.deepEqual(titles(result), ["Generate a new token", "Store the token and deploy"]);
    assert.equal(graph.posts.length, 0);
  });

  it("is told with less evidence when the further reads hang, and the cause stays what stopped it", async () => {
    const token = tokenFacts({ scopes: [] });
    const { result } = await rehearse({
      inspectToken: () => answer(token),
      readNumber: () => answer(metaView()),
    });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual(
      [result.cause, result.evidence.requiredPermissionsGranted, result.evidence.numberInWaba],
      ["scope_not_granted", null, null],
    );
    assert.equal(titles(result)[0], "Give the app the permissions");
  });
});

describe("a registration that is refused in words which do not tell why", () => {
  const UNKNOWN = graphError(4711);
  const WRAPPER = graphError(100, { message: "Invalid parameter" });
  const refusedWith = (error: typeof UNKNOWN): Script => ({
    ...refusing,
    register: () => ({ answer: { kind: "refused", error, regainAccessMs: null } }),
  });

  it("lacks access where the token, which could not be read before, shows it", async () => {
    const unable = answer(tokenFacts({ scopes: ["whatsapp_business_management"] }));
    const { result } = await rehearse({
      ...refusedWith(UNKNOWN),
      inspectToken: ({ turn }) => (turn === 0 ? "hangs" : unable),
    });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual(
      [result.cause, result.missing, result.graphError],
      ["scope_not_granted", ["whatsapp_business_messaging"], UNKNOWN],
    );
  });

  it("lacks access where the number cannot be read and its account does not list it: only both prove it", async () => {
    const others = () => answer([{ id: OTHER_NUMBER, displayPhoneNumber: null }]);
    const hangs = () => "hangs" as const;
    const unlisted = { ...refusedWith(WRAPPER), numbersOfWaba: others };
    const { result } = await rehearse({ ...unlisted, readNumber: hangs });
    assert.ok(result.status === "missing_permission");
    assert.deepEqual([result.cause, result.evidence.numberInWaba], ["wrong_id_or_no_access", false]);
    assert.equal((await rehearse(unlisted)).result.status, "unknown_error", "the number can be read");
    const listed = { ...refusedWith(WRAPPER), readNumber: hangs };
    assert.equal((await rehearse(listed)).result.status, "unknown_error", "the account lists it");
  });

  it("is the business's incompleteness where Meta blocks the business, and nothing else it blocks or limits", async () => {
    const available = healthEntity("PHONE_NUMBER");
    for (const [status, ...entities] of [
      ["business_incomplete", available, healthEntity("BUSINESS", { canSendMessage: "BLOCKED" })],
      ["unknown_error", available, healthEntity("BUSINESS", { canSendMessage: "LIMITED" })],
      ["unknown_error", healthEntity("WABA", { canSendMessage: "BLOCKED" }), healthEntity("BUSINESS")],
      ["unknown_error"],
    ] as const) {
      const health = { canSendMessage: "BLOCKED", entities };
      const { result } = await rehearse({ ...refusedWith(WRAPPER), messagingHealth: () => answer(health) });
      assert.equal(result.status, status, JSON.stringify(entities));
      assert.deepEqual("graphError" in result && result.graphError, WRAPPER);
    }
  });

  it("stays unexplained where the business's health cannot be read, and the log says so", async () => {
    const failure = { kind: "timeout", reason: "x" } as const;
    const { result, lines } = await rehearse({
      ...refusedWith(WRAPPER),
      messagingHealth: () => ({ answer: { ok: false, failure } }),
    });
    assert.equal(result.status, "unknown_error");
    assert.deepEqual(
      lines.filter(({ event }) => event === "readFailed"),
      [{ event: "readFailed", entry: { phoneNumberId: NUMBER, read: "messagingHealth", failure } }],
    );
  });
});
