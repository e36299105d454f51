import { firestoreEndpoints } from "./firestore.ts";
import { functionsEndpoints } from "./functions.ts";
import { hostingEndpoints } from "./hosting.ts";
import { identityEndpoints } from "./identity.ts";
import { projectEndpoints } from "./projects.ts";
import type { Endpoint } from "./requests.ts";

/** Everything of Google's that a deployment asks, and no more. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...projectEndpoints,
  ...identityEndpoints,
  ...functionsEndpoints,
  ...firestoreEndpoints,
  ...hostingEndpoints,
];

export const HOSTS: readonly string[] = [...new Set(ENDPOINTS.map(({ host }) => host))];
