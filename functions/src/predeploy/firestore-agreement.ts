import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DEFAULT_DATABASE, DEFAULT_OPERATOR_CLAIM } from "../contract/deployment.ts";
import type { Deployment, Findings } from "./deployment.ts";
import { givenParams } from "./env-files.ts";
import { databasesOf, namesOf, settingsFolder } from "./project-files.ts";

const paramsOf = ({ project, projectFolder, folder }: Deployment): ReturnType<typeof givenParams> =>
  givenParams(settingsFolder(projectFolder, folder), namesOf(projectFolder, project));

/** The database that the functions will write into. */
export const databaseOf = (deployment: Deployment): string =>
  paramsOf(deployment).get("FIRESTORE_DATABASE")?.value ?? DEFAULT_DATABASE;

/** Where firebase.json and the rules must say what the params say, and do not. A project without Firestore in it is left alone. */
export function firestoreAgreement(deployment: Deployment): Findings {
  const { project, projectFolder } = deployment;
  const database = databaseOf(deployment);
  const claim = paramsOf(deployment).get("OPERATOR_CLAIM")?.value ?? DEFAULT_OPERATOR_CLAIM;
  const entries = databasesOf(projectFolder, project);
  if (entries.length === 0) return { stops: [], remarks: [] };
  const ours = entries.filter((entry) => entry.database === database);
  if (ours.length === 0) {
    const named = entries.map((entry) => entry.database).join(", ");
    const sentence = `The functions write into the database ${database} (FIRESTORE_DATABASE), and "firestore" in firebase.json names ${named}: the rules would be for another database than the documents. Name the same in both.`;
    return { stops: [sentence], remarks: [] };
  }
  const files = ours.flatMap(({ rules }) => (rules === undefined ? [] : [rules]));
  const found = files.map((file) => findingsOnRules(file, path.resolve(projectFolder, file), claim));
  return { stops: found.flatMap(({ stops }) => stops), remarks: found.flatMap(({ remarks }) => remarks) };
}

function findingsOnRules(name: string, file: string, claim: string): Findings {
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
  const asked = /\bfunction\s+isWhatsappOperator\s*\(\s*\)\s*\{([^}]*)\}/u.exec(rules)?.[1] ?? rules;
  if (new RegExp(String.raw`\.\s*${claim}\b|(["'])${claim}\1`, "u").test(asked)) return { stops: [], remarks: [] };
  return {
    stops: [
      `OPERATOR_CLAIM is ${claim}, and ${name} does not ask for it: operators could call the functions and read nothing. Have isWhatsappOperator() in the rules ask for ${claim}.`,
    ],
    remarks: [],
  };
}

const withoutComments = (rules: string): string => rules.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gmu, "");
