import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DEFAULT_CUSTOMERS_CLAIM, DEFAULT_DATABASE, DEFAULT_OPERATOR_CLAIM } from "../contract/deployment.ts";
import type { Deployment, Findings } from "./deployment.ts";
import { givenParams } from "./env-files.ts";
import { databasesOf, namesOf, settingsFolder } from "./project-files.ts";

const paramsOf = ({ project, projectFolder, folder }: Deployment): ReturnType<typeof givenParams> =>
  givenParams(settingsFolder(projectFolder, folder), namesOf(projectFolder, project));

/** The database that the functions will write into. */
export const databaseOf = (deployment: Deployment): string =>
  paramsOf(deployment).get("FIRESTORE_DATABASE")?.value ?? DEFAULT_DATABASE;

/** A claim that the functions look for, and the function in the rules that must look for the same. */
interface ClaimParam {
  readonly param: string;
  readonly claim: string;
  readonly asks: string;
  readonly who: string;
}

const CLAIMS = [
  { param: "OPERATOR_CLAIM", standard: DEFAULT_OPERATOR_CLAIM, asks: "isWhatsappOperator", who: "operators" },
  { param: "CUSTOMERS_CLAIM", standard: DEFAULT_CUSTOMERS_CLAIM, asks: "whatsappCustomers", who: "customers' members" },
] as const;

/** Where firebase.json and the rules must say what the params say, and do not. A project without Firestore in it is left alone. */
export function firestoreAgreement(deployment: Deployment): Findings {
  const { project, projectFolder } = deployment;
  const database = databaseOf(deployment);
  const params = paramsOf(deployment);
  const claims = CLAIMS.map(({ param, standard, ...one }) => ({
    ...one,
    param,
    claim: params.get(param)?.value ?? standard,
  }));
  const entries = databasesOf(projectFolder, project);
  if (entries.length === 0) return { stops: [], remarks: [] };
  const ours = entries.filter((entry) => entry.database === database);
  if (ours.length === 0) {
    const named = entries.map((entry) => entry.database).join(", ");
    const sentence = `The functions write into the database ${database} (FIRESTORE_DATABASE), and "firestore" in firebase.json names ${named}: the rules would be for another database than the documents. Name the same in both.`;
    return { stops: [sentence], remarks: [] };
  }
  const files = ours.flatMap(({ rules }) => (rules === undefined ? [] : [rules]));
  const found = files.map((file) => findingsOnRules(file, path.resolve(projectFolder, file), claims));
  return { stops: found.flatMap(({ stops }) => stops), remarks: found.flatMap(({ remarks }) => remarks) };
}

function findingsOnRules(name: string, file: string, claims: readonly ClaimParam[]): Findings {
  if (!existsSync(file)) return { stops: [], remarks: [] };
  const rules = withoutComments(readFileSync(file, "utf8"));
  if (!/\bwhatsappNumbers\b/u.test(rules)) {
    return {
      stops: [],
      remarks: [
        `${name} says nothing of whatsappNumbers: nobody can read the numbers until the block of rules is in it (docs/adopting.md).`,
      ],
    };
  }
  const unasked = claims.filter(({ asks, claim }) => {
    const body = new RegExp(String.raw`\bfunction\s+${asks}\s*\(\s*\)\s*\{([^}]*)\}`, "u").exec(rules)?.[1] ?? rules;
    return !new RegExp(String.raw`\.\s*${claim}\b|(["'])${claim}\1`, "u").test(body);
  });
  return {
    stops: unasked.map(
      ({ param, claim, asks, who }) =>
        `${param} is ${claim}, and ${name} does not ask for it: ${who} could call the functions and read nothing. Have ${asks}() in the rules ask for ${claim}.`,
    ),
    remarks: [],
  };
}

const withoutComments = (rules: string): string => rules.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gmu, "");
