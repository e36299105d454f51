import { GRAPH_VERSION, GRAPH_VERSIONS } from "../../functions/src/contract/graph-versions.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { cell, code, GENERATED, HELD, STANDINGS } from "./markdown.ts";
import { META_CHANGES } from "./meta-changes.ts";

/** docs/meta-changes.md: what Meta changed that touches this job, and what was made of it. */
export function metaChangesPage(): string {
  return `${[
    "# What Meta changes",
    GENERATED,
    HELD,
    "Entries of Meta's that touch the registering of numbers, each with what it means here and where in the code that is. _how known_: `documented` by Meta, `seen` in a real call, or `claimed` by a third party. Entries of the future stand at the top.",
    table(
      ["date", "what", "how known", "what it means here", "where"],
      META_CHANGES.map(({ date, what, standing, verdict, where }) => [
        date,
        cell(what),
        STANDINGS[standing],
        cell(verdict),
        where.map((file) => `[${code(file.split("/").at(-1) ?? file)}](../${file})`).join(", "),
      ]),
    ),
    "## Versions of the Graph API",
    `Calls go to ${GRAPH_VERSION} unless \`META_GRAPH_VERSION\` says otherwise. An end that is not named has not been announced.`,
    table(
      ["version", "came", "ends"],
      Object.entries(GRAPH_VERSIONS).map(([version, { since, ends }]) => [version, since ?? "", ends ?? ""]),
    ),
  ].join("\n\n")}\n`;
}
