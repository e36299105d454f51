import { demoProject } from "./demo-project.ts";
import { getAuth, initializeApp } from "./product-packages.ts";
import { deploymentSettings } from "./settings/deployment-settings.ts";

/** The users that `npm start` puts into the auth emulator: one who may do everything, one who acts for a customer, and one who may do nothing. */
export const DEMO_USERS = {
  operator: { email: "operator@example.com", password: "operator-demo" },
  member: { email: "member@example.com", password: "member-demo" },
  other: { email: "user@example.com", password: "user-demo" },
} as const;

/** The customer for whom the demo's member acts. */
const DEMO_CUSTOMER = "harbour-cafe";

/** @param authHost host and port of the auth emulator */
export async function addDemoUsers(authHost: string): Promise<void> {
  process.env["FIREBASE_AUTH_EMULATOR_HOST"] = authHost;
  const auth = getAuth(initializeApp({ projectId: demoProject }));
  const operator = await auth.createUser({
    ...DEMO_USERS.operator,
    emailVerified: true,
    displayName: "Olive Operator",
  });
  const { operatorClaim, customersClaim } = deploymentSettings(demoProject);
  await auth.setCustomUserClaims(operator.uid, { [operatorClaim]: true });
  const member = await auth.createUser({ ...DEMO_USERS.member, emailVerified: true, displayName: "Mia Member" });
  await auth.setCustomUserClaims(member.uid, { [customersClaim]: [DEMO_CUSTOMER] });
  await auth.createUser({ ...DEMO_USERS.other, emailVerified: true, displayName: "Uma User" });
}
