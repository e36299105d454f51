import { demoProject } from "./demo-project.ts";
import { getAuth, initializeApp } from "./product-packages.ts";
import { deploymentSettings } from "./settings/deployment-settings.ts";

/** The users that `npm start` puts into the auth emulator: one who may do everything, and one who may do nothing. */
export const DEMO_USERS = {
  operator: { email: "operator@example.com", password: "operator-demo" },
  other: { email: "user@example.com", password: "user-demo" },
} as const;

/** @param authHost host and port of the auth emulator */
export async function addDemoUsers(authHost: string): Promise<void> {
  process.env["FIREBASE_AUTH_EMULATOR_HOST"] = authHost;
  const auth = getAuth(initializeApp({ projectId: demoProject }));
  const operator = await auth.createUser({
    ...DEMO_USERS.operator,
    emailVerified: true,
    displayName: "Olive Operator",
  });
  await auth.setCustomUserClaims(operator.uid, { [deploymentSettings(demoProject).operatorClaim]: true });
  await auth.createUser({ ...DEMO_USERS.other, emailVerified: true, displayName: "Uma User" });
}
