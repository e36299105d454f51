import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { z } from "zod";
import { inProduction } from "../../functions/src/testing/in-production.ts";
import { root } from "../root.ts";

const page = readFileSync(path.join(root, "docs", "operations.md"), "utf8");
const SEVERITIES = ["DEBUG", "INFO", "WARNING", "ERROR"];

/** The queries of the page that alerts are made of. */
const alerts = [...page.matchAll(/severity>=(\w+)\njsonPayload\.event=\(([^)]+)\)/gu)].map(
  ([, least = "", events = ""]) => ({
    least: SEVERITIES.indexOf(least),
    events: new Set([...events.matchAll(/"(\w+)"/gu)].map(([, event = ""]) => event)),
  }),
);

const Line = z.object({ severity: z.string(), event: z.string().optional() });
type Line = z.infer<typeof Line>;

const rings = ({ severity, event = "" }: Line): boolean =>
  alerts.some(({ least, events }) => SEVERITIES.indexOf(severity) >= least && events.has(event));

const JSON_TYPE = { "content-type": "application/json" };

/** What anybody can send to an address that is open to everybody. */
const STRANGERS: readonly RequestInit[] = [
  { method: "GET" },
  { method: "PUT", headers: JSON_TYPE, body: "{}" },
  { method: "POST", headers: JSON_TYPE, body: "{" },
  { method: "POST", headers: JSON_TYPE, body: '{"data":{"pin":"123456"}}' },
  {
    method: "POST",
    headers: { ...JSON_TYPE, authorization: "Bearer x", "x-firebase-appcheck": "x" },
    body: '{"data":{}}',
  },
  { method: "POST", headers: { ...JSON_TYPE, "x-hub-signature-256": "sha256=00" }, body: '{"object":"x"}' },
  { method: "POST", headers: JSON_TYPE, body: "x".repeat(20_000) },
];

describe("the alerts of docs/operations.md", () => {
  for (const name of ["registerPhoneNumber", "diagnoseAccess", "metaWebhook"]) {
    it(`are not rung by strangers who call ${name}`, async () => {
      const production = await inProduction(name, { META_WEBHOOK_VERIFY_TOKEN: "word" });
      assert.ok(production.url !== null, production.output());
      for (const request of STRANGERS) await fetch(production.url, request).catch(() => undefined);
      await production.stop();
      const lines = production
        .output()
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => Line.parse(JSON.parse(line)));
      assert.ok(
        lines.some(({ severity }) => severity === "WARNING"),
        "strangers leave lines in the log",
      );
      assert.deepEqual(lines.filter(rings), []);
    });
  }

  it("ring for every ERROR of ours, as the table marks them", () => {
    const journal = globSync("functions/src/journal/*.ts", { cwd: root })
      .map((file) => readFileSync(path.join(root, file), "utf8"))
      .join("\n");
    const errors = [...journal.matchAll(/line\("ERROR", "(\w+)"|unrecorded: "(\w+)"/gu)].map(
      ([, one, other]) => one ?? other ?? "",
    );
    const [somebody, broken] = alerts;
    assert.ok(somebody !== undefined && broken !== undefined && alerts.length === 2, "the queries were not found");
    assert.deepEqual([...broken.events].toSorted(), [...new Set(errors)].toSorted());
    for (const [number, { events }] of [somebody, broken].entries()) {
      const marked = page
        .split("\n")
        .filter((row) => new RegExp(`^\\| \`\\w+\` .*\\| ${number + 1} +\\|$`, "u").test(row));
      const cells = marked.map((row) => row.split("|").map((cell) => cell.trim()));
      assert.deepEqual(cells.map(([, event = ""]) => event.replaceAll("`", "")).toSorted(), [...events].toSorted());
      for (const [, event = "", severity = ""] of cells)
        assert.ok(rings({ severity, event: event.replaceAll("`", "") }), event);
    }
  });
});
