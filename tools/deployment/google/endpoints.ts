import { firestoreEndpoints } from "./firestore.ts";
import { functionsEndpoints } from "./functions.ts";
import { hostingEndpoints } from "./hosting.ts";
import { identityToolkitEndpoints } from "./identity-toolkit.ts";
import { identityEndpoints } from "./identity.ts";
import { projectEndpoints } from "./projects.ts";
import type { Endpoint } from "./requests.ts";

/** Everything of Google's that a deployment, or naming an operator after it, asks, and no more. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...projectEndpoints,
  ...identityEndpoints,
  ...functionsEndpoints,
  ...firestoreEndpoints,
  ...hostingEndpoints,
  ...identityToolkitEndpoints,
];

export const HOSTS: readonly string[] = [...new Set(ENDPOINTS.map(({ host }) => host))];
