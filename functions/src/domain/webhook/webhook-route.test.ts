import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NUMBER, OTHER_NUMBER, WABA } from "../../testing/fixtures.ts";
import { TEST_MESSAGE_MARK } from "../test-message.ts";
import type { Meaning, MessageStatus, Subject, WebhookChange } from "./webhook-change.ts";
import {
  foreignAccounts,
  isOurs,
  ownStatuses,
  routeChanges,
  wantedBy,
  type KnownNumber,
  type Understood,
} from "./webhook-route.ts";
import { claimsSometime, webhookViewAfter } from "./webhook-view.ts";

const AT = Date.UTC(2030, 0, 1);
const DIGITS = "15550000001";
const OTHER_WABA = "777000000000002";

const byId = (phoneNumberId: string, wabaId = WABA): Subject => ({ kind: "id", phoneNumberId, wabaId });
const byDigits = (digits: string, wabaId = WABA): Subject => ({ kind: "digits", digits, wabaId });
const ofAccount = (wabaId: string, digits: string | null = null): Subject => ({ kind: "account", digits, wabaId });

const understood = (
  subject: Subject,
  rest: { readonly change?: Partial<WebhookChange>; readonly meaning?: Partial<Meaning> } = {},
): Understood => ({
  change: { wabaId: subject.wabaId, isWaba: true, field: "security", at: AT, value: null, event: null, ...rest.change },
  meaning: { subject, at: AT, claim: null, statuses: [], provesLifeAt: null, ...rest.meaning },
});

const status = (phoneNumberId: string, messageId: string, mark: string | null = null): MessageStatus => ({
  phoneNumberId,
  messageId,
  status: "delivered",
  at: AT,
  mark,
  error: null,
});

const number = (phoneNumberId: string, wabaId: string | null, digits: string | null = null): KnownNumber => ({
  phoneNumberId,
  facts: { wabaId, digits },
});

describe("what a delivery needs looked up", () => {
  const managesFirst = {
    namedIds: [NUMBER],
    manages: (id: string): boolean => id === NUMBER,
    managesAccount: () => false,
  };

  it("is each number and account once, by whatever names it", () => {
    const changes = [
      understood(byId(NUMBER)),
      understood(byId(NUMBER)),
      understood(byDigits(DIGITS)),
      understood(byDigits(DIGITS, OTHER_WABA)),
      understood(ofAccount(OTHER_WABA)),
    ];
    assert.deepEqual(wantedBy(changes, managesFirst), {
      ids: [NUMBER],
      digits: [DIGITS],
      wabaIds: [OTHER_WABA],
      accounts: [WABA, OTHER_WABA],
      statuses: [],
    });
  });

  it("is a number in whatever account it stands, and of its messages those that bear our mark", () => {
    const [own, marked] = [status(NUMBER, "wamid.A"), status(OTHER_NUMBER, "wamid.C", TEST_MESSAGE_MARK)];
    const statuses = [own, status(OTHER_NUMBER, "wamid.B"), marked];
    const changes = [understood(byId(OTHER_NUMBER, OTHER_WABA), { meaning: { statuses } })];
    assert.deepEqual(wantedBy(changes, managesFirst), {
      ids: [OTHER_NUMBER],
      digits: [],
      wabaIds: [],
      accounts: [OTHER_WABA],
      statuses: [own, marked],
    });
  });

  it("is also a number in an account that is managed here, which may have been added from here", () => {
    const sent = status(OTHER_NUMBER, "wamid.B", TEST_MESSAGE_MARK);
    const changes = [understood(byId(OTHER_NUMBER, OTHER_WABA), { meaning: { statuses: [sent] } })];
    const ours = { ...managesFirst, managesAccount: (wabaId: string) => wabaId === OTHER_WABA };
    const wanted = wantedBy(changes, ours);
    assert.deepEqual([wanted.ids, wanted.statuses], [[OTHER_NUMBER], [sent]]);
    const found = (addedAt: object) => ({
      numbers: [{ phoneNumberId: OTHER_NUMBER, facts: { wabaId: OTHER_WABA, ...addedAt } }],
      lastEventAt: new Map(),
      testMessages: new Set<string>(),
    });
    const added = found({ addedAt: "2030-01-01T00:00:00.000Z" });
    assert.deepEqual(ownStatuses(wanted, added, ours), [sent]);
    assert.deepEqual(ownStatuses(wanted, found({}), ours), [], "somebody else's number in the same account");
    assert.deepEqual(
      [added, found({})].map(({ numbers: [one] }) => one !== undefined && isOurs(one, ours)),
      [true, false],
    );
  });

  it("is asked whose an account is only where the configuration does not say so", () => {
    const foreign = (...changes: Parameters<typeof foreignAccounts>[0]) => foreignAccounts(changes, managesFirst);
    const strange = understood(byId(OTHER_NUMBER, OTHER_WABA));
    assert.deepEqual(foreign(strange, strange), [OTHER_WABA]);
    assert.deepEqual(foreign(understood(byId(NUMBER, OTHER_WABA)), understood(ofAccount(OTHER_WABA))), []);
    const ours = { ...managesFirst, managesAccount: (wabaId: string) => wabaId === OTHER_WABA };
    assert.deepEqual(foreignAccounts([strange], ours), []);
    const named = understood(byId(NUMBER, OTHER_WABA), { meaning: { statuses: [status(OTHER_NUMBER, "wamid.B")] } });
    assert.deepEqual(foreign(named), [OTHER_WABA], "a status may be about another number");
  });

  it("is a customer's number, by its document", () => {
    const facts = { wabaId: OTHER_WABA, customerId: "acme" };
    assert.equal(isOurs({ phoneNumberId: OTHER_NUMBER, facts }, managesFirst), true);
    assert.equal(isOurs({ phoneNumberId: OTHER_NUMBER, facts: { customerId: "acme" } }, managesFirst), true);
    const own = { ...facts, customerId: null };
    assert.equal(isOurs({ phoneNumberId: OTHER_NUMBER, facts: own }, managesFirst), false);
  });

  it("is no number of a customer who has left", () => {
    const disconnection = { at: "2030-01-01T00:00:00.000Z", reason: "x" };
    const left = { wabaId: WABA, customerId: "acme", addedAt: "2030-01-01T00:00:00.000Z", disconnection };
    const covered = { namedIds: [], manages: () => true };
    assert.equal(isOurs({ phoneNumberId: NUMBER, facts: left }, covered), false);
    assert.equal(isOurs({ phoneNumberId: NUMBER, facts: left }, managesFirst), false, "although it is named");
  });

  it("is an account, and the number that an event of it names besides", () => {
    const { digits, wabaIds, ids } = wantedBy([understood(ofAccount(WABA, DIGITS))], managesFirst);
    assert.deepEqual([digits, wabaIds, ids], [[DIGITS], [WABA], []]);
  });

  it("finds the test messages by our mark, or because they are written down here", () => {
    const statuses = [
      status(NUMBER, "marked", TEST_MESSAGE_MARK),
      status(NUMBER, "written down"),
      status(NUMBER, "another's", "another's mark"),
      status(NUMBER, "unknown"),
    ];
    const wanted = { ids: [], digits: [], wabaIds: [], accounts: [], statuses };
    const found = { numbers: [], lastEventAt: new Map(), testMessages: new Set(["written down"]) };
    assert.deepEqual(
      ownStatuses(wanted, found, { namedIds: [], manages: () => true, managesAccount: () => false }).map(
        ({ messageId }) => messageId,
      ),
      ["marked", "written down"],
    );
  });
});

describe("the way of an event", () => {
  const here = number(NUMBER, WABA, DIGITS);
  const moved = number(OTHER_NUMBER, OTHER_WABA, DIGITS);
  const homeless = number("550000000000003", null, DIGITS);
  const nameless = number("550000000000004", null);
  const all = [here, moved, homeless, nameless];
  const customers: KnownNumber = {
    phoneNumberId: "550000000000005",
    facts: { wabaId: "777000000000005", digits: DIGITS, customerId: "acme" },
  };

  const cases: readonly (readonly [string, Subject, readonly KnownNumber[], readonly KnownNumber[]])[] = [
    ["an id leads to its number, in whatever account", byId(NUMBER, OTHER_WABA), all, [here]],
    ["an id that is not known leads nowhere", byId("550000000000009"), all, []],
    ["digits lead to the number in the account of the event", byDigits(DIGITS, OTHER_WABA), all, [moved]],
    ["digits lead to a number without account where no other fits", byDigits(DIGITS), [homeless, moved], [homeless]],
    ["digits lead to a number of another account where that is the only one", byDigits(DIGITS), [moved], [moved]],
    [
      "digits lead to a customer's number in its own account",
      byDigits(DIGITS, "777000000000005"),
      [customers],
      [customers],
    ],
    ["and from no other account", byDigits(DIGITS), [customers], []],
    ["nor where another account names it", ofAccount("777000000000009", DIGITS), [customers, moved], [moved]],
    ["digits that are not known lead nowhere", byDigits("15550000009"), all, []],
    [
      "the configured account leads to its numbers and those without account",
      ofAccount(WABA),
      all,
      [here, homeless, nameless],
    ],
    ["another account leads to its own numbers", ofAccount(OTHER_WABA), all, [moved]],
    ["an account's event that names one number leads to all", ofAccount(WABA, DIGITS), all, [here, homeless, nameless]],
    [
      "an account's event leads to the number it names, whatever account that is of",
      ofAccount("777000000000009", DIGITS),
      [moved, nameless],
      [moved],
    ],
    ["an account that is not known leads nowhere", ofAccount("777000000000009"), all, []],
  ];
  for (const [name, subject, known, expected] of cases) {
    it(name, () => {
      const { events } = routeChanges([understood(subject)], known, WABA);
      assert.deepEqual([...events.keys()], expected);
    });
  }

  describe("that names a customer's number by its digits under another account", () => {
    const claim = { subject: "quality", word: "FLAGGED", detail: "somebody's" } as const;
    const elsewhere = "777000000000009";

    it("has that number read, and tells nothing of what was said", () => {
      const event = { id: "e1", json: '{"of":"another"}' };
      for (const subject of [byDigits(DIGITS, elsewhere), ofAccount(elsewhere, DIGITS)]) {
        const change = understood(subject, { change: { event }, meaning: { claim, provesLifeAt: AT } });
        const { events, newest } = routeChanges([change], [customers], WABA);
        assert.deepEqual(
          events
            .get(customers)
            ?.map(({ at, provesLifeAt, json, namesNumber }) => [at, provesLifeAt, json, namesNumber]),
          [[null, null, null, false]],
        );
        assert.equal(claimsSometime(events.get(customers) ?? []), true);
        assert.equal(webhookViewAfter(customers.facts, events.get(customers) ?? [], AT).provenAt, null);
        assert.deepEqual(webhookViewAfter(customers.facts, events.get(customers) ?? [], AT).claims, {});
        assert.deepEqual([...newest.keys()], [], "it says nothing of when the account was last heard of");
      }
    });

    it("reaches it beside the deployment's own number with these digits", () => {
      const { events } = routeChanges(
        [understood(byDigits(DIGITS, elsewhere), { meaning: { claim } })],
        [customers, moved],
        WABA,
      );
      assert.deepEqual([...events.keys()], [moved, customers]);
      assert.equal(events.get(moved)?.[0]?.at, AT);
    });

    it("does not reach it where a number of that account has them, nor where nothing is claimed", () => {
      const change = understood(byDigits(DIGITS, OTHER_WABA), { meaning: { claim } });
      assert.deepEqual([...routeChanges([change], [customers, moved], WABA).events.keys()], [moved]);
      const unclaimed = understood(byDigits(DIGITS, elsewhere), { meaning: { claim: null } });
      assert.deepEqual([...routeChanges([unclaimed], [customers], WABA).events.keys()], []);
    });
  });

  it("carries what was understood, and what may be kept of it", () => {
    const claim = { subject: "pin", word: "PIN_CHANGED", detail: null } as const;
    const event = { id: "e1", json: "{}" };
    const changes = [
      understood(byDigits(DIGITS), { change: { event }, meaning: { claim, provesLifeAt: AT } }),
      understood(ofAccount(WABA), { meaning: { at: null } }),
    ];
    assert.deepEqual(routeChanges(changes, [here], WABA).events.get(here), [
      {
        eventId: "e1",
        at: AT,
        claim,
        provesLifeAt: AT,
        wabaId: WABA,
        field: "security",
        json: "{}",
        namesNumber: true,
      },
      {
        eventId: "",
        at: null,
        claim: null,
        provesLifeAt: null,
        wabaId: WABA,
        field: "security",
        json: null,
        namesNumber: false,
      },
    ]);
    const { events } = routeChanges([understood(byId(NUMBER))], [here], WABA);
    assert.equal(events.get(here)?.[0]?.namesNumber, true);
    const ofModelToCome = understood(byId(NUMBER), { change: { isWaba: false } });
    assert.equal(routeChanges([ofModelToCome], [here], WABA).events.get(here)?.[0]?.namesNumber, false);
  });

  it("is found in a time that grows with the number of events, and no faster", () => {
    const many = Array.from({ length: 40_000 }, () => understood(byId(NUMBER)));
    const parts = Array.from({ length: 40 }, (_, part) => many.slice(part * 1000, (part + 1) * 1000));
    const spent = (lots: readonly (readonly Understood[])[]): number => {
      const before = process.cpuUsage();
      for (const lot of lots) assert.equal(routeChanges(lot, [here], WABA).events.get(here)?.length, lot.length);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const growth = [1, 2, 3, 4, 5].map(() => spent([many]) / spent(parts));
    assert.ok(Math.min(...growth) < 8, `at once takes ${growth.join(", ")} times what it takes in forty parts`);
  });

  it("remembers of each account the newest event, by its own time or that of the messages in it", () => {
    const at = (ms: number | null, provesLifeAt: number | null = null, subject = byId(NUMBER)): Understood =>
      understood(subject, { meaning: { at: ms, provesLifeAt } });
    const newest = (...changes: Understood[]) => [...routeChanges(changes, [here, moved], WABA).newest];
    assert.deepEqual(newest(at(AT), at(AT + 2000), at(AT + 1000)), [[WABA, AT + 2000]]);
    assert.deepEqual(newest(at(AT, AT + 5000)), [[WABA, AT + 5000]]);
    assert.deepEqual(newest(at(AT + 7000, AT)), [[WABA, AT + 7000]]);
    assert.deepEqual(newest(at(AT), at(AT + 1000, null, ofAccount(OTHER_WABA))), [
      [WABA, AT],
      [OTHER_WABA, AT + 1000],
    ]);
    assert.deepEqual(newest(at(null)), [], "nobody knows when it was");
    assert.deepEqual(newest(at(AT, null, byId("550000000000009", WABA))), [], "it concerns no number here");
  });
});
