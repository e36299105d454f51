import { isInteractive, type Deployment } from "./deployment.ts";
import { givenParams, secretsInFiles } from "./env-files.ts";
import type { Manifest } from "./manifest.ts";
import { complaintAboutFiles, packedFiles } from "./packed-files.ts";
import { complaintAboutMissing, complaintsAboutParams } from "./param-rules.ts";
import { codebaseOf, namesOf, settingsFolder } from "./project-files.ts";

/** What must be put right in the folder, a sentence each. Nobody is asked for it. */
export function complaintsAboutFolder(deployment: Deployment, manifest: Manifest): string[] {
  const { projectFolder, folder } = deployment;
  const codebase = codebaseOf(projectFolder, folder);
  const files = complaintAboutFiles(folder, packedFiles(folder, codebase?.ignore ?? []));
  return [...complaintsAboutSettings(deployment, manifest), ...(files === undefined ? [] : [files])];
}

/** The part of it that is about params and secrets. */
export function complaintsAboutSettings(deployment: Deployment, { params }: Manifest): string[] {
  const { project, projectFolder, folder } = deployment;
  const settings = settingsFolder(projectFolder, folder);
  const secrets = params.filter(({ type }) => type === "secret").map(({ name }) => name);
  const plain = params.filter(({ type }) => type !== "secret");
  const given = givenParams(settings, namesOf(projectFolder, project));
  const missing = isInteractive(deployment) ? undefined : complaintAboutMissing(plain, given, `.env.${project}`);
  return [
    ...secretsInFiles(settings, secrets),
    ...complaintsAboutParams(plain, given),
    ...(missing === undefined ? [] : [missing]),
  ];
}
