import { RegistrationFailureStatus } from "../../functions/src/contract/register-phone-number.ts";
import { ADVICE } from "../../functions/src/domain/advice/advice.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { between } from "./between.ts";
import { cell, WHO } from "./markdown.ts";

/** The README with its table of results made anew. @throws Error when the markers are missing. */
export function withResults(readme: string): string {
  return between(readme, "results", resultsTable());
}

function resultsTable(): string {
  const good = [
    [
      "`registered`",
      "Meta accepted and the number shows CONNECTED; or it was so already (`alreadyRegistered: true`). `pin` says whether the PIN that was sent is the number's now.",
      "",
      "",
    ],
    ["`awaiting_meta`", "Meta accepted; the number does not show CONNECTED yet, and is looked at again.", "", ""],
  ];
  const failed = RegistrationFailureStatus.options.map((status) => [
    `[\`${status}\`](docs/errors.md#${status})`,
    ...(status === "missing_permission"
      ? ["Access is missing: `cause`, `missing` and `evidence` say which and how it is known.", WHO.operator, "no"]
      : [cell(ADVICE[status].message), WHO[ADVICE[status].actor], ADVICE[status].retryable ? "yes" : "no"]),
  ]);
  return table(["`status`", "what it means", "actor", "retry later?"], [...good, ...failed]);
}
