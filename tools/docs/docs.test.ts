import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { CALLS } from "../../functions/src/contract/calls.ts";
import { GRAPH_VERSION, GRAPH_VERSIONS } from "../../functions/src/contract/graph-versions.ts";
import { ERROR_CATALOGUE } from "../../functions/src/domain/error/error-catalogue.ts";
import { root } from "../root.ts";
import { flowchart } from "./flowchart.ts";
import { FOLKLORE } from "./folklore.ts";
import { pages } from "./generated.ts";
import { HELD } from "./markdown.ts";
import { META_CHANGES } from "./meta-changes.ts";
import { withResults } from "./results-table.ts";

describe("the generated pages", () => {
  for (const { file, current, wanted } of pages()) {
    it(`${path.basename(file)} says what the code says`, () => {
      assert.ok(current === wanted, `${path.basename(file)} is out of date: run npm run docs and commit it.`);
    });
  }

  it("list every code, and lead from it to steps", () => {
    const page = pages().find(({ file }) => file.endsWith("errors.md"))?.wanted ?? "";
    for (const { code, status } of ERROR_CATALOGUE) {
      const number = typeof code === "number" ? String(code) : `${code[0]}–${code[1]}`;
      assert.match(page, new RegExp(`^\\| ${number} +\\| \\[\`${status}\`\\]\\(#${status}\\) `, "m"), number);
      assert.match(page, new RegExp(`^### ${status}$[^#]*^1\\. \\*\\*`, "m"), status);
    }
  });

  it("have no link to a section that is not there", () => {
    for (const { file, wanted } of pages().filter((page) => page.file.endsWith("errors.md"))) {
      const headings = new Set([...wanted.matchAll(/^#+ (\w+)$/gm)].map(([, heading]) => heading));
      for (const [, anchor] of wanted.matchAll(/\]\(#(\w+)\)/g)) assert.ok(headings.has(anchor), `${file}#${anchor}`);
    }
  });

  it("lead to files that are there", () => {
    const all = globSync(["*.md", "docs/*.md", "{client,console,graph-simulator}/*.md"], { cwd: root });
    assert.ok(all.includes(path.join("docs", "architecture.md")));
    for (const file of all) {
      const page = readFileSync(path.join(root, file), "utf8");
      for (const [, target = ""] of page.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)) {
        assert.ok(existsSync(path.join(root, path.dirname(file), target)), `${file} leads to ${target}`);
      }
    }
  });

  it("leave no callable out of the client's page", () => {
    const page = readFileSync(path.join(root, "client", "README.md"), "utf8");
    const methods = page.slice(page.indexOf("| method"));
    assert.deepEqual(
      Object.keys(CALLS).filter((name) => !new RegExp(`^\\|.*\\b${name}\\b.*\\|.*\\|$`, "m").test(methods)),
      [],
    );
  });

  it("draw no arrow that others imply", () => {
    const picture = flowchart({ top: ["graph", "end"], graph: ["end"], end: [] });
    assert.match(picture, /n_top --> n_graph\n {2}n_graph --> n_end\n/);
    assert.doesNotMatch(picture, /n_top --> n_end/);
  });

  it("give a source for everything that guides get wrong, and the same days of Graph's versions as the diagnosis", () => {
    for (const { said, sources } of FOLKLORE) assert.ok(sources.length > 0, said);
    const versions = FOLKLORE.find(({ said }) => said.includes("v18.0"))?.truth ?? "";
    for (const version of ["v18.0", "v19.0", "v20.0", GRAPH_VERSION]) {
      assert.ok(versions.includes(GRAPH_VERSIONS[version]?.ends ?? "missing"), version);
    }
  });

  it("name one version of the Graph API, wherever they show a call or the param", () => {
    const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
    for (const file of globSync(["*.md", "docs/*.md", "{client,console,graph-simulator}/*.md"], { cwd: root })) {
      for (const [, named] of read(file).matchAll(/(?:graph\.facebook\.com|127\.0\.0\.1:4010)\/(v\d+\.\d+)/g))
        assert.equal(named, GRAPH_VERSION, file);
    }
    assert.match(read("README.md"), new RegExp(`\\| \`META_GRAPH_VERSION\` +\\| \`${GRAPH_VERSION}\` `));
    assert.match(
      read("functions/.env.demo-whatsapp-registration"),
      new RegExp(`^META_GRAPH_VERSION=${GRAPH_VERSION}$`, "m"),
    );
  });

  it("say when they were last checked against Meta's pages", () => {
    for (const file of globSync(["docs/*.md", "README.md", "graph-simulator/README.md"], { cwd: root }))
      assert.ok(readFileSync(path.join(root, file), "utf8").split("\n").includes(HELD), `${file} lacks: ${HELD}`);
  });

  it("name files that are there beside each of Meta's changes, newest first", () => {
    assert.ok(META_CHANGES.length > Object.keys(GRAPH_VERSIONS).length);
    for (const { what, date, where } of META_CHANGES) {
      assert.match(date, /^\d{4}(-\d{2}){0,2}$/);
      for (const file of where) assert.ok(existsSync(path.join(root, file)), `“${what}” names ${file}`);
    }
    const dates = META_CHANGES.map(({ date }) => date);
    assert.deepEqual(dates, dates.toSorted().toReversed());
    for (const version of Object.keys(GRAPH_VERSIONS))
      assert.ok(
        META_CHANGES.some(({ what }) => what.includes(version)),
        version,
      );
  });

  it("need the README's markers", () => {
    assert.throws(() => withResults("# no markers"), /lacks the markers/);
  });
});
