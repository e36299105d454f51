import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AccessReads } from "../domain/diagnosis/access-findings.ts";
import { accessReads, CONNECTED, graphError, metaView, NUMBER, tokenFacts, WABA } from "../testing/fixtures.ts";
import { recordingJournal } from "../testing/recording-journal.ts";
import { scriptedGraph, type Script } from "../testing/scripted-graph.ts";
import { virtualTime } from "../testing/virtual-time.ts";
import type { ReadFailure } from "./ports.ts";
import { readAccess, readMoreAccess, type AccessPorts } from "./read-access.ts";

const IDS: Parameters<typeof readAccess>[1] = { phoneNumberId: NUMBER, wabaId: WABA, businessId: "666000000000001" };
const DEADLINE_MS = 4000;
const REFUSAL = graphError(100, { subcode: 33 });
const LATE: ReadFailure = { kind: "timeout", reason: "no whole answer within the deadline" };
const refused = (error = REFUSAL): ReadFailure => ({ kind: "refused", error });

const shows = <Value>(value: Value) => ({ answer: { ok: true as const, value } });
const fails = (failure: ReadFailure) => ({ answer: { ok: false as const, failure } });

/** Reads by a script: what came of it, what Meta was asked, how long it took and which reads were noted to have failed. */
async function reading(script: Script, read: (ports: AccessPorts) => Promise<AccessReads>) {
  const time = virtualTime();
  const startedAt = time.now();
  const { graph, reads } = scriptedGraph(time, script);
  const { journal, lines } = recordingJournal();
  const found = await time.run(() => read({ graph, journal }));
  return { found, reads, took: time.now() - startedAt, lines };
}

const failed = (read: string, failure: ReadFailure) => ({
  event: "readFailed",
  entry: { phoneNumberId: NUMBER, read, failure },
});

describe("reading access", () => {
  const access = (script: Script) => reading(script, (ports) => readAccess(ports, IDS, DEADLINE_MS));

  it("shows the number and the token, for two reads", async () => {
    const { found, reads, lines } = await access({
      readNumber: () => shows(CONNECTED),
      inspectToken: () => shows(tokenFacts()),
    });
    assert.deepEqual(found, accessReads({ view: CONNECTED, token: tokenFacts() }));
    assert.deepEqual([reads, lines], [["readNumber", "inspectToken"], []]);
  });

  it("keeps the error with which Meta refuses to show the number, and notes what failed", async () => {
    const { found, lines } = await access({
      readNumber: () => fails(refused()),
      inspectToken: () => fails(refused(graphError(2))),
    });
    assert.deepEqual(found, accessReads({ numberRefusal: REFUSAL, tokenRefusal: graphError(2) }));
    assert.deepEqual(lines, [failed("number", refused()), failed("token", refused(graphError(2)))]);
  });

  it("ends with its deadline, and takes silence for no refusal", async () => {
    const { found, took, lines } = await access({});
    assert.deepEqual([found, took], [accessReads(), DEADLINE_MS]);
    assert.deepEqual(lines, [failed("number", LATE), failed("token", LATE)]);
  });
});

describe("reading more of it", () => {
  const more = (known: AccessReads, script: Script = {}, ids = IDS) =>
    reading(script, (ports) => readMoreAccess(ports, ids, known, DEADLINE_MS));
  const further = {
    numbersOfWaba: () => shows([{ id: NUMBER, displayPhoneNumber: null }]),
    permissions: () => shows([{ permission: "whatsapp_business_management", status: "granted" }]),
    assignedUsers: () => shows([{ id: "999000000000001", tasks: ["MANAGE"] }]),
  };

  it("adds the account's numbers and people and the permissions", async () => {
    const known = accessReads({ token: tokenFacts(), view: metaView() });
    const { found, reads, lines } = await more(known, further);
    assert.deepEqual(found, {
      ...known,
      wabaNumbers: [NUMBER],
      grants: [{ permission: "whatsapp_business_management", status: "granted" }],
      assigned: [{ id: "999000000000001", tasks: ["MANAGE"] }],
    });
    assert.deepEqual([reads, lines], [["numbersOfWaba", "permissions", "assignedUsers"], []]);
  });

  it("asks about no people where no business is named", async () => {
    const known = accessReads({ token: tokenFacts(), view: metaView() });
    const ids = { phoneNumberId: NUMBER, wabaId: WABA };
    for (const noBusiness of [ids, { ...ids, businessId: null }]) {
      const { found, reads } = await more(known, further, noBusiness);
      assert.deepEqual([found.assigned, reads], [null, ["numbersOfWaba", "permissions"]]);
    }
  });

  it("notes what fails, each by its name, and ends with its deadline all the same", async () => {
    const known = accessReads({ token: tokenFacts(), view: metaView() });
    const { found, took, lines } = await more(known);
    assert.deepEqual(found, { ...known, wabaNumbers: null, grants: null, assigned: null });
    assert.equal(took, DEADLINE_MS);
    assert.deepEqual(lines, [
      failed("numbersOfWaba", LATE),
      failed("permissions", LATE),
      failed("assignedUsers", LATE),
    ]);
  });

  const [token, newToken] = [tokenFacts(), tokenFacts({ scopes: [] })];
  const [view, newView] = [metaView(), CONNECTED];
  const other = graphError(10);
  const again: Script = { readNumber: () => shows(newView), inspectToken: () => shows(newToken) };
  const refusing: Script = { ...again, readNumber: () => fails(refused(other)) };
  const silent: Script = {};
  const cases: readonly (readonly [string, Partial<AccessReads>, Script, boolean, Partial<AccessReads>])[] = [
    ["a number that is known with its token is not read again", { token, view }, again, false, { token, view }],
    [
      "nor is one whose refusal is known",
      { token, numberRefusal: REFUSAL },
      again,
      false,
      { token, numberRefusal: REFUSAL },
    ],
    ["a number that is not known is read again", { token }, again, true, { token: newToken, view: newView }],
    ["and may be refused then", { token }, refusing, true, { token: newToken, numberRefusal: other }],
    ["a token that is not known is looked at again", { view }, again, true, { token: newToken, view: newView }],
    ["what was seen refutes a later refusal", { view }, refusing, true, { token: newToken, view }],
    [
      "what is seen refutes an earlier refusal",
      { numberRefusal: REFUSAL },
      again,
      true,
      { token: newToken, view: newView },
    ],
    ["the later refusal counts", { numberRefusal: REFUSAL }, refusing, true, { token: newToken, numberRefusal: other }],
    ["silence takes back no refusal", { numberRefusal: REFUSAL }, silent, true, { numberRefusal: REFUSAL }],
    ["nor a view", { view }, silent, true, { view }],
    ["nor a token", { token }, silent, true, { token }],
    [
      "nor what Meta said when it refused to show the token",
      { tokenRefusal: REFUSAL },
      silent,
      true,
      { tokenRefusal: REFUSAL },
    ],
    [
      "of two refusals to show the token the later one counts",
      { tokenRefusal: REFUSAL },
      { inspectToken: () => fails(refused(other)) },
      true,
      { tokenRefusal: other },
    ],
  ];
  for (const [title, known, script, readsAgain, expected] of cases) {
    it(title, async () => {
      const { found, reads } = await more(accessReads(known), { ...further, ...script });
      const { wabaNumbers: _, grants: __, assigned: ___, ...rest } = found;
      assert.deepEqual(rest, { token: null, view: null, numberRefusal: null, ...expected });
      const first = readsAgain ? ["readNumber", "inspectToken"] : [];
      assert.deepEqual(reads, [...first, "numbersOfWaba", "permissions", "assignedUsers"]);
    });
  }
});
