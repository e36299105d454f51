import type { RegistrationFailureStatus } from "../../functions/src/contract/register-phone-number.ts";
import { RegistrationFailureStatus as Statuses } from "../../functions/src/contract/register-phone-number.ts";
import { ACCESS_ADVICE, ADVICE, type Advice } from "../../functions/src/domain/advice/advice.ts";
import { CLOUD_API_ERRORS } from "../../functions/src/domain/advice/meta-pages.ts";
import { CALL_CATALOGUE } from "../../functions/src/domain/error/call-catalogue.ts";
import { catalogueRow, ERROR_CATALOGUE, type CatalogueRow } from "../../functions/src/domain/error/error-catalogue.ts";
import { SHAPED_CODES, SHAPES } from "../../functions/src/domain/error/shapes.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { FOLKLORE } from "./folklore.ts";
import { cell, code, GENERATED, HELD, STANDINGS, steps, toSection, WHO } from "./markdown.ts";
import { OTHER_CALLS } from "./other-calls.ts";

/** docs/errors.md: every error of Meta's that is known here, what it means, who must act, and the steps. */
export function errorsPage(): string {
  return `${[
    "# What Meta's errors mean, and what to do",
    GENERATED,
    HELD,
    "Look up the code or the `status` of a result. Code and subcode decide; then, for the codes that mean several things, Meta's English message, then its `error_data.details`. Texts that Meta has translated are shown and decide nothing.",
    "How well a row is known: _documented_ by Meta, _seen_ in a real answer, _claimed_ by a third party, or _guessed_.",
    "## Codes that registering is answered with",
    table(["code", "status", "what it means", "actor", "known", "Meta's page"], codeRows()),
    "Any other code is [`unknown_error`](#unknown_error), unless its HTTP status says that Meta limits calls (429) or has a fault of its own (500 and above).",
    "## Codes that mean several things",
    "The first row that fits counts. Where `error_subcode` is one of WhatsApp's own codes, or #100 wraps one in a text in `error_data` or in the prefix of its message, that code decides.",
    table(["code", "what Meta says", "what it was", "status", "known"], shapeRows()),
    "Any other #100 is [`unknown_error`](#unknown_error), unless reads prove that access is missing. Any other #10 or #200 is [`missing_permission`](#missing_permission).",
    "## What each status means, and what to do",
    "The steps are those for the deployment's own account. A customer's account has no System User, and no param is about it: where they would get another token, assignment or param, its customer has the account connected again.",
    ...Statuses.options.map((status) => statusSection(status)),
    "## Codes of the other calls",
    "Whatever is not listed here means what it means for a registration.",
    table(["call", "code", "status", "what it means", "known", "Meta's page"], callRows()),
    "What to do where a call says it otherwise than a registration:",
    ...otherAdvice(),
    "## What widespread guides get wrong",
    ...FOLKLORE.map(
      ({ said, truth, sources }) =>
        `- ${said}\n  ${truth} ${sources.map(([name, url]) => `[${name}](${url})`).join(", ")}`,
    ),
  ].join("\n\n")}\n`;
}

const codeText = ({ code: number }: CatalogueRow): string =>
  typeof number === "number" ? String(number) : `${number[0]}–${number[1]}`;

const firstCode = ({ code: number }: CatalogueRow): number => (typeof number === "number" ? number : number[0]);

function codeRows(): string[][] {
  const rows = ERROR_CATALOGUE.map((row) => ({ at: firstCode(row), cells: codeRow(row) }));
  const apart = SHAPED_CODES.filter((number) => catalogueRow(number) === undefined).map((number) => ({
    at: number,
    cells: [
      String(number),
      "see below",
      "Several things: the next table tells them apart.",
      "",
      "seen",
      page(CLOUD_API_ERRORS),
    ],
  }));
  return [...rows, ...apart].toSorted((one, other) => one.at - other.at).map(({ cells }) => cells);
}

const codeRow = (row: CatalogueRow): string[] => [
  codeText(row),
  toSection(row.status),
  cell(row.meaning),
  WHO[adviceFor(row.status).actor],
  STANDINGS[row.standing],
  page(row.page),
];

const page = (url: string): string => `[page](${url})`;

const shapeRows = (): string[][] =>
  SHAPES.map(({ code: number, words, meaning, status, standing }) => [
    String(number),
    cell(words),
    cell(meaning),
    toSection(status),
    STANDINGS[standing],
  ]);

const adviceFor = (status: RegistrationFailureStatus): Advice =>
  status === "missing_permission" ? ACCESS_ADVICE.unproven : ADVICE[status];

function statusSection(status: RegistrationFailureStatus): string {
  if (status === "missing_permission") return missingPermissionSection();
  return [`### ${status}`, adviceText(ADVICE[status])].join("\n\n");
}

function missingPermissionSection(): string {
  const causes = Object.entries(ACCESS_ADVICE).map(
    ([cause, advice]) => `**cause ${code(cause)}.** ${adviceText(advice)}`,
  );
  return [
    "### missing_permission",
    "Access is missing. `cause` says which proof was found by reading, `evidence` what was read, `missing` which permissions lack.",
    ...causes,
    "Where `/me/permissions` lists the missing permission although the token lacks it, only the last two steps of `scope_not_granted` are given: the token is older than the grant, or whoever made it declined.",
  ].join("\n\n");
}

function adviceText({ message, actor, retryable, resolution }: Advice): string {
  const again = retryable ? "Calling again later can help." : "Calling again without a change does not help.";
  return `${message} To act: ${WHO[actor]}. ${again}\n\n${steps(resolution)}`;
}

const callRows = (): string[][] =>
  CALL_CATALOGUE.map(({ calls, code: number, subcode, status, meaning, standing, page: url }) => [
    calls.map((call) => code(call)).join(", "),
    subcode === undefined ? String(number) : `${number}, subcode ${subcode}`,
    code(status),
    cell(meaning),
    STANDINGS[standing],
    page(url),
  ]);

/** What the other calls say otherwise than registering does; what several of them say alike, once. */
function otherAdvice(): string[] {
  const registering: Readonly<Record<string, Advice>> = ADVICE;
  const told = new Map<string, { status: string; advice: Advice; calls: string[] }>();
  for (const { name, advice: table_ } of OTHER_CALLS) {
    for (const [status, advice] of Object.entries(table_)) {
      if (advice === registering[status]) continue;
      const key = JSON.stringify([status, advice]);
      const known = told.get(key);
      if (known === undefined) told.set(key, { status, advice, calls: [name] });
      else known.calls.push(name);
    }
  }
  return [...told.values()].map(
    ({ status, advice, calls }) => `**${code(status)}** (${calls.join(", ")}). ${adviceText(advice)}`,
  );
}
