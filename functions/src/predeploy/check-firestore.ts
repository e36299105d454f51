import { existsSync } from "node:fs";
import path from "node:path";
import type { Deployment, Findings } from "./deployment.ts";
import { firestoreAgreement } from "./firestore-agreement.ts";
import { askForDatabase, type DatabaseStanding } from "./google-answers.ts";
import { databasesOf } from "./project-files.ts";

/**
 * Looks at what is amiss before rules and indexes are deployed. The CLI makes the first database of firebase.json where it is missing,
 * for good in a location that nobody was asked for; so this goes on only when that database is seen.
 */
export async function checkFirestore(deployment: Deployment): Promise<Findings> {
  const { project, projectFolder, cli } = deployment;
  const { stops, remarks } = firestoreAgreement(deployment);
  const [first] = databasesOf(projectFolder, project);
  if (stops.length > 0 || first === undefined) return { stops, remarks };
  const command = cli?.command ?? cliOfProject(projectFolder);
  const standing = command === undefined ? "unknown" : await askForDatabase(command, project, first.database);
  const complaint = complaintAboutDatabase(project, first.database, standing);
  return { stops: complaint === undefined ? [] : [complaint], remarks };
}

/** The CLI among the project's packages, where the one that deploys cannot be seen. */
function cliOfProject(projectFolder: string): readonly string[] | undefined {
  const script = path.join(projectFolder, "node_modules", "firebase-tools", "lib", "bin", "firebase.js");
  return existsSync(script) ? [process.execPath, script] : undefined;
}

/** A sentence on a database that is not seen to be there. */
function complaintAboutDatabase(project: string, database: string, standing: DatabaseStanding): string | undefined {
  if (standing === "there") return undefined;
  const would = "the CLI would make it without a question, permanently, in the United States";
  return standing === "missing"
    ? `${project} has no database ${database}, and deploying to Firestore ${would} unless firebase.json names a location. Make it yourself, where your data may be: firebase firestore:databases:create "${database}" --location europe-west3`
    : `Whether ${project} has the database ${database} could not be found out; where it has none, ${would}. This must answer first: firebase firestore:databases:get "${database}" --project ${project}`;
}
