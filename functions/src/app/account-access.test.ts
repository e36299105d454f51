import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ADDITION_ADVICE } from "../domain/advice/addition-advice.ts";
import type { Failed } from "../domain/error/call-failure.ts";
import { graphError, tokenFacts, WABA } from "../testing/fixtures.ts";
import { explainAccountRefusal, explainFailedRead, type AccountReading } from "./account-access.ts";
import type { AccountSubject } from "./account-ports.ts";
import type { Read } from "./ports.ts";

const read = <Value>(value: Value): Read<Value> => ({ ok: true, value });
const refused = (code: number, message?: string): Read<never> => ({
  ok: false,
  failure: { kind: "refused", error: graphError(code, message === undefined ? {} : { message }) },
});
const LATE: Read<never> = { ok: false, failure: { kind: "timeout", reason: "late" } };

type Answers = { [Name in keyof AccountReading["graph"]]: Awaited<ReturnType<AccountReading["graph"][Name]>> };

/** What can be read, all of it in order unless said otherwise; what was asked, and what the log says could not be read. */
function reading(answers: Partial<Answers> = {}) {
  const asked: string[] = [];
  const unread: unknown[] = [];
  const answering =
    <Name extends keyof Answers>(name: Name, usual: Answers[Name]) =>
    async (): Promise<Answers[Name]> => {
      asked.push(name);
      return answers[name] ?? usual;
    };
  const ports: AccountReading = {
    graph: {
      inspectToken: answering("inspectToken", read(tokenFacts())),
      permissions: answering("permissions", read([])),
      assignedUsers: answering("assignedUsers", read([])),
      readWaba: answering("readWaba", LATE),
    },
    journal: { readFailed: (entry) => void unread.push(entry) },
  };
  return { ports, asked, unread };
}

const SUBJECT: AccountSubject = { wabaId: WABA, customerId: null, businessId: "222000000000001" };

type Refusal = Parameters<typeof explainAccountRefusal>[3];

const explain = (
  { ports }: { readonly ports: AccountReading },
  refusal: Partial<Refusal>,
  subject = SUBJECT,
): Promise<Failed<string>> =>
  explainAccountRefusal(ports, subject, ADDITION_ADVICE, {
    call: "add_number",
    error: graphError(999_999),
    regainAccessMs: null,
    ...refusal,
  });

const causeOf = (failure: Failed<string>): string | null => ("access" in failure ? failure.access.cause : null);

describe("a refusal about an account", () => {
  it("that Meta words as missing access is that, whatever reads prove", async () => {
    const nothing = reading({ inspectToken: LATE, permissions: LATE, assignedUsers: LATE });
    const failure = await explain(nothing, { error: graphError(200, { message: "(#200) Permissions error" }) });
    assert.deepEqual([failure.status, causeOf(failure)], ["missing_permission", "unproven"]);
    assert.equal(failure.graphError?.code, 200);
  });

  const proofs: readonly (readonly [what: string, answers: Partial<Answers>, cause: string])[] = [
    ["a permission lacks", { inspectToken: read(tokenFacts({ scopes: [] })) }, "scope_not_granted"],
    [
      "the account is not among the token's",
      {
        inspectToken: read(
          tokenFacts({ granularScopes: [{ scope: "whatsapp_business_management", targetIds: ["777000000000009"] }] }),
        ),
      },
      "asset_not_assigned",
    ],
    [
      "its user may only send",
      { assignedUsers: read([{ id: "999000000000001", tasks: ["MESSAGING"] }]) },
      "asset_not_assigned",
    ],
  ];
  for (const [what, answers, cause] of proofs) {
    it(`that fits nothing known is missing access where reads prove that ${what}`, async () => {
      const failure = await explain(reading(answers), {});
      assert.deepEqual([failure.status, causeOf(failure)], ["missing_permission", cause]);
    });
  }

  it("that fits nothing known stays unknown where reads prove nothing, or prove no more than that an id is wrong", async () => {
    for (const readWaba of [LATE, refused(100, "Unsupported get request."), refused(33)])
      assert.equal((await explain(reading({ readWaba }), {})).status, "unknown_error");
    const nonexisting = refused(100, "(#100) Tried accessing nonexisting field (name)");
    assert.equal((await explain(reading({ readWaba: nonexisting }), {})).status, "unknown_error");
  });

  it("counts the error that reading the account meets among the evidence", async () => {
    const error = graphError(200, { message: "(#200) Permissions error" });
    const withRead = async (readWaba: Answers["readWaba"]) => {
      const failure = await explain(reading({ readWaba }), { error });
      return "access" in failure ? [failure.access.cause, failure.access.evidence.tokenIsValid] : null;
    };
    assert.deepEqual(await withRead(LATE), ["unproven", true]);
    assert.deepEqual(await withRead(refused(190)), ["unproven", false]);
    const nonexisting = refused(100, "(#100) Tried accessing nonexisting field (name)");
    assert.deepEqual(await withRead(nonexisting), ["wrong_id_or_no_access", true]);
  });

  it("that means something else costs no read, and waits as long as Meta says", async () => {
    const here = reading();
    const failure = await explain(here, { error: graphError(80_008), regainAccessMs: 90_000 });
    assert.deepEqual([failure.status, failure.retryAfterMs, here.asked], ["throttled", 90_000, []]);
  });

  it("asks for the users of the account only where the business is known", async () => {
    const [known, unknown] = [reading(), reading()];
    await explain(known, {});
    await explain(unknown, {}, { ...SUBJECT, businessId: null });
    assert.deepEqual(known.asked.toSorted(), ["assignedUsers", "inspectToken", "permissions", "readWaba"]);
    assert.deepEqual(unknown.asked.toSorted(), ["inspectToken", "permissions", "readWaba"]);
  });

  it("names in the log what could not be read", async () => {
    const here = reading({ inspectToken: LATE, permissions: LATE, assignedUsers: LATE });
    await explain(here, {});
    const failure = { kind: "timeout", reason: "late" };
    assert.deepEqual(
      here.unread,
      ["token", "permissions", "assignedUsers"].map((name) => ({ wabaId: WABA, read: name, failure })),
    );
  });
});

describe("a read that a call cannot do without", () => {
  const about = (failure: Extract<Read<never>, { ok: false }>["failure"]) =>
    explainFailedRead(reading().ports, SUBJECT, ADDITION_ADVICE, failure);

  it("that got no answer is Meta not being there, and one that is refused says why", async () => {
    assert.equal((await about({ kind: "timeout", reason: "late" })).status, "meta_unavailable");
    const throttled = await about({ kind: "refused", error: graphError(80_008) });
    assert.deepEqual([throttled.status, throttled.graphError?.code], ["throttled", 80_008]);
  });

  it("is not refused in words that mean something to the call alone", async () => {
    const error = graphError(200_000);
    assert.equal((await explain(reading(), { error })).status, "addition_refused");
    assert.equal((await about({ kind: "refused", error })).status, "unknown_error");
  });
});
