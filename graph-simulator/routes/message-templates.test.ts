import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { z } from "zod";
import { type Asked, ask, codeIn, errorIn, fieldsIn, simulatorForTests } from "../testing/ask.ts";

const WABA = "777000000000001";
const Names = z.object({
  data: z.array(z.looseObject({ name: z.string() })),
  paging: z.object({ cursors: z.object({ after: z.string() }), next: z.string().optional() }).optional(),
});

describe("message templates", async () => {
  const simulator = await simulatorForTests();
  const { state } = simulator;
  afterEach(() => state.reset());

  const list = (query = ""): Promise<Asked> => ask(simulator, "GET", `${WABA}/message_templates?${query}`);
  const names = async (query = ""): Promise<string[]> =>
    Names.parse((await list(query)).body).data.map(({ name }) => name);
  const draft = { name: "new_one", language: "en_US", category: "UTILITY" };
  const body = (text: string): object => ({ components: [{ type: "BODY", text }] });
  const create = (change: object = {}): Promise<Asked> =>
    ask(simulator, "POST", `${WABA}/message_templates`, { body: { ...draft, ...body("All is well."), ...change } });

  test("are listed, narrowed and paged", async () => {
    assert.deepEqual(await names(), ["hello_world", "account_ready", "order_update", "spring_sale"]);
    assert.deepEqual(await names("status=paused"), ["spring_sale"]);
    assert.deepEqual(await names("category=UTILITY&name=order"), ["order_update"]);
    assert.deepEqual(await names("language=de"), []);
    const first = Names.parse((await list("limit=3&fields=name")).body);
    assert.deepEqual(first.data[1], { name: "account_ready", id: "222000000000002" });
    const last = Names.parse((await list(`limit=3&after=${first.paging?.cursors.after ?? ""}`)).body);
    assert.deepEqual([last.data.length, last.paging?.next], [1, undefined]);
    assert.equal(codeIn(await list("fields=shoes")), "100");
    assert.equal(codeIn(await ask(simulator, "GET", "777000000000002/message_templates")), "100/33");
  });

  test("are made: reviewed after a while, at once, or never", async () => {
    const made = fieldsIn(await create());
    assert.deepEqual(made, { id: "222000000001000", status: "PENDING", category: "UTILITY" });
    assert.deepEqual(await names("status=pending"), ["new_one"]);
    state.clock.advance(60);
    assert.deepEqual(await names("status=pending"), []);
    state.patchWaba(WABA, { templateReview: "at_once" });
    assert.equal(fieldsIn(await create({ name: "second" }))["status"], "APPROVED");
    state.patchWaba(WABA, { templateReview: "never" });
    await create({ name: "third" });
    state.clock.advance(1_000_000);
    assert.deepEqual(await names("status=pending"), ["third"]);
    assert.equal(fieldsIn(await create({ name: "fourth", ...body("A sale for you.") }))["category"], "MARKETING");
  });

  test("are refused with Meta's subcodes", async () => {
    const refused: readonly (readonly [object, string])[] = [
      [{ name: "account_ready" }, "100/2388024"],
      [{ name: "hello_world" }, "100/2388155"],
      [{ name: "New One" }, "100/2388046"],
      [{ components: [{ type: "FOOTER", text: "A" }] }, "100/2388072"],
      [body("x".repeat(1025)), "100/2388040"],
      [body("{{1}} is your order of today."), "100/2388299"],
      [body("Order {{1}} of {{2}} from {{3}} today"), "100/2388293"],
      [{ name: undefined }, "100"],
      [{ category: "GOSSIP" }, "100"],
      [{ language: "English" }, "100"],
      [{ language: "xx" }, "100"],
      [{ language: "en_ZZ" }, "100"],
      [{ components: undefined }, "100"],
    ];
    for (const [change, code] of refused) assert.equal(codeIn(await create(change)), code, JSON.stringify(change));
    const exists = errorIn(await create({ name: "account_ready" }));
    assert.equal(exists.message, "Invalid parameter", "without the prefix");
    assert.match(exists.error_user_msg ?? "", /already English content/);
    assert.deepEqual(fieldsIn(await create({ name: "X" }))["error"] !== undefined, true);
    state.patchWaba(WABA, { templateLimit: 4 });
    assert.equal(codeIn(await create()), "100/2388019");
  });
});
