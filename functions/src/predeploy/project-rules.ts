import { isInteractive, saysYes, type Deployment, type Findings } from "./deployment.ts";
import { databaseOf } from "./firestore-agreement.ts";
import type { Answers } from "./google-answers.ts";
import { codebaseOf } from "./project-files.ts";
import { rolesQuestion } from "./roles.ts";

/** What must be put right in the project at Google, or be known of it. */
export function findingsInProject(deployment: Deployment, roles: readonly string[], answers: Answers): Findings {
  const found = [
    findingsOnSecrets(answers),
    findingsOnDatabase(deployment, answers),
    findingsOnAccount(deployment, roles, answers),
  ];
  return { stops: found.flatMap(({ stops }) => stops), remarks: found.flatMap(({ remarks }) => remarks) };
}

function findingsOnSecrets({ blank }: Answers): Findings {
  const named = (wanted: boolean | undefined): string[] =>
    [...blank].filter(([, isBlank]) => isBlank === wanted).map(([name]) => name);
  const unread = named(undefined);
  return {
    stops: named(true).map(
      (name) => `The secret ${name} is blank. Store its value: firebase functions:secrets:set ${name}`,
    ),
    remarks:
      unread.length === 0 ? [] : [`Not there yet, or not for you to read, and so not checked: ${unread.join(", ")}.`],
  };
}

/** The functions make no database, and fail where theirs is missing. */
function findingsOnDatabase(deployment: Deployment, { database: standing }: Answers): Findings {
  const database = databaseOf(deployment);
  if (standing === "there") return { stops: [], remarks: [] };
  if (standing === "unknown")
    return { stops: [], remarks: [`Whether there is a database ${database} could not be found out.`] };
  return {
    stops: [
      `${deployment.project} has no database ${database} (FIRESTORE_DATABASE). Make it, where your data may be: firebase firestore:databases:create "${database}" --location europe-west3`,
    ],
    remarks: [],
  };
}

/** The CLI asks before it gives roles, takes no answer for a no, and where it cannot ask it stops after the upload. */
function findingsOnAccount(deployment: Deployment, roles: readonly string[], { deployed }: Answers): Findings {
  if (saysYes(deployment) || roles.length === 0) return { stops: [], remarks: [] };
  if (deployed === undefined) {
    return { stops: [], remarks: ["Whether the functions have their account already could not be found out."] };
  }
  const codebase = codebaseOf(deployment.projectFolder, deployment.folder)?.codebase ?? "default";
  const question = rolesQuestion(roles, codebase, deployed);
  if (question === "none") return { stops: [], remarks: [] };
  const what = question === "account" ? "make an account for the functions, with" : "change the functions' account to";
  const sentence = `The CLI will ask whether it may ${what} these roles: ${roles.join(", ")}.`;
  if (isInteractive(deployment)) return { stops: [], remarks: [`${sentence} Answer y; Enter alone means no.`] };
  return {
    stops: [
      `${sentence} Nobody is here to answer. Deploy once from a terminal, as somebody who may (Project IAM Admin and Service Account Admin), or add --force, which answers every question of this deployment with yes.`,
    ],
    remarks: [],
  };
}
