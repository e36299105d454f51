import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../root.ts";
import { withArchitecture } from "./architecture-page.ts";
import { diagnosisPage } from "./diagnosis-page.ts";
import { errorsPage } from "./errors-page.ts";
import { withFieldReports } from "./field-reports-page.ts";
import { withFunctions } from "./functions-table.ts";
import { lifecyclePage } from "./lifecycle-page.ts";
import { metaChangesPage } from "./meta-changes-page.ts";
import { performancePage } from "./performance-page.ts";
import { withResults } from "./results-table.ts";
import { simulatorOutcomesPage } from "./simulator-outcomes-page.ts";
import { withStatuses } from "./statuses-table.ts";

/** Every page that is made out of the code, wholly or in part, by its path from the root. */
const PAGES: Readonly<Record<string, (current: string) => string>> = {
  "README.md": (readme) => withFunctions(withResults(readme)),
  "console/README.md": withStatuses,
  "docs/architecture.md": withArchitecture,
  "docs/errors.md": errorsPage,
  "docs/diagnosis.md": diagnosisPage,
  "docs/field-reports.md": withFieldReports,
  "docs/lifecycle.md": lifecyclePage,
  "docs/performance.md": () => performancePage(),
  "docs/meta-changes.md": metaChangesPage,
  "docs/simulator-outcomes.md": simulatorOutcomesPage,
};

/** The pages as they are and as they should be. */
export function pages(): { readonly file: string; readonly current: string; readonly wanted: string }[] {
  return Object.entries(PAGES).map(([name, render]) => {
    const file = path.join(root, name);
    const current = existsSync(file) ? readFileSync(file, "utf8") : "";
    return { file, current, wanted: render(current) };
  });
}
