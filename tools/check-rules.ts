import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { withEmulators } from "./emulators/emulators.ts";
import { freePorts } from "./emulators/ports.ts";
import { complaintsAboutRules } from "./rules/rules-check.ts";
import { deploymentSettings } from "./settings/deployment-settings.ts";
import { main, SetupError } from "./setup/progress.mjs";

const USAGE = `npm run check-rules -- <path to firestore.rules> [--claim <custom claim of operators>] [--customers-claim <custom claim of members>]`;

/** Holds rules, such as those of another project with our block in them, against what may be read and written of our documents. */
await main(async () => {
  const options = { claim: { type: "string" }, "customers-claim": { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new SetupError(USAGE);
  const rules = readFileSync(path.resolve(process.env["INIT_CWD"] ?? ".", file), "utf8");
  const settings = deploymentSettings(undefined);
  const operatorClaim = values.claim ?? settings.operatorClaim;
  const customersClaim = values["customers-claim"] ?? settings.customersClaim;
  const ports = await freePorts();
  const found = await withEmulators({ ports, secrets: {} }, () =>
    complaintsAboutRules({ rules, host: "127.0.0.1", port: ports.firestore, operatorClaim, customersClaim }),
  );
  console.log(
    found.length === 0 ? `${file}: all is in order.` : `${file}:\n${found.map((one) => `- ${one}`).join("\n")}`,
  );
  return found.length === 0 ? 0 : 1;
});
