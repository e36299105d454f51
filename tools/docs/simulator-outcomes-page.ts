import {
  EXPECTED_OF_TOKENS,
  EXPECTED_OUTCOMES,
  type ExpectedOutcome,
} from "../../functions/src/testing/expected-outcomes.ts";
import { MAGIC_NUMBERS } from "../../graph-simulator/magic-numbers.ts";
import { FAMILIES } from "../../graph-simulator/magic/magic-number.ts";
import { MAGIC_TOKENS } from "../../graph-simulator/magic/tokens.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { cell, code, GENERATED, HELD } from "./markdown.ts";

/** docs/simulator-outcomes.md: what `registerPhoneNumber` answers to each part that the graph simulator plays. */
export function simulatorOutcomesPage(): string {
  return `${[
    "# What registering the simulator's numbers ends in",
    GENERATED,
    HELD,
    "The [graph simulator](../graph-simulator/README.md) speaks of Meta alone; this page says what this product makes of it. _status_ is what a first `registerPhoneNumber` with PIN 123456 ends in, _POSTs_ how many register requests it sends. Every row is tested in the emulators.",
    ...Object.entries(FAMILIES).map(([family, meaning]) => `## ${meaning}\n\n${numbers(family)}`),
    "## Tokens",
    "The plain number `550000000000001`, registered with this token and with the secret of app `888000000000001`.",
    table(
      ["token", "what it is", "status", "POSTs"],
      MAGIC_TOKENS.map(({ token, title }) => [code(token), cell(title), ...result(EXPECTED_OF_TOKENS[token])]),
    ),
  ].join("\n\n")}\n`;
}

const numbers = (family: string): string =>
  table(
    ["id", "what happens", "status", "POSTs"],
    MAGIC_NUMBERS.filter(({ id }) => id.startsWith(family)).map(({ id, title }) => [
      code(id),
      cell(title),
      ...result(EXPECTED_OUTCOMES[id]),
    ]),
  );

function result(expected: ExpectedOutcome | undefined): string[] {
  if (expected === undefined) return ["", ""];
  const { status, cause, posts } = expected;
  return [cause === undefined ? code(status) : `${code(status)}, ${code(cause)}`, String(posts)];
}
