import type { DemoSimulator } from "./demo-simulator.ts";
import { DEMO_USERS } from "./demo-users.ts";
import type { Emulators } from "./emulators/emulator-suite.ts";

/** What runs besides the emulators. */
export interface Running {
  emulators: Emulators;
  simulator: DemoSimulator;
  /** Whether the operator's web page has been built. */
  console: boolean;
  ui: boolean;
}

/** The text that `npm start` ends its start with: what runs where, how to sign in, what to try first. */
export function welcome({ emulators, simulator, console: page, ui }: Running): string {
  const { ports, functionsBaseUrl } = emulators;
  const auth = `127.0.0.1:${ports.auth}`;
  const { operator, member, other } = DEMO_USERS;
  return `
Everything is up. Ctrl-C stops it.

  Operator's page   ${page ? `http://127.0.0.1:${ports.hosting}` : "not built"}
  Graph simulator   ${simulator.url}/_simulator   (what it knows, the magic numbers, what was asked)
  Embedded Signup   ${simulator.url}/en_US/sdk.js   (stands in for Meta's script and dialog: docs/embedded-signup.md)
  Functions         ${functionsBaseUrl}
  Firestore, Auth   127.0.0.1:${ports.firestore}, ${auth}
  Emulator UI       ${ui ? `http://127.0.0.1:${ports.ui}` : "off: it is not on this machine and cannot be downloaded now"}

Sign in as an operator     ${operator.email}  ${operator.password}
as a customer's member     ${member.email}  ${member.password}
or as one who is neither   ${other.email}  ${other.password}

${life(simulator)}

${page ? `First thing to try: open http://127.0.0.1:${ports.hosting} and sign in as the operator. Or in a second terminal:` : "First thing to try, in a second terminal:"}

  TOKEN=$(curl -s 'http://${auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo' \\
    -H 'content-type: application/json' \\
    -d '{"email":"${operator.email}","password":"${operator.password}","returnSecureToken":true}' \\
    | sed -n 's/.*"idToken": *"\\([^"]*\\)".*/\\1/p')
  curl -s ${functionsBaseUrl}/registerPhoneNumber \\
    -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '{"data":{"pin":"123456"}}'

What the functions log comes below.
`;
}

function life({ url, calledByFunctions }: DemoSimulator): string {
  return calledByFunctions === url
    ? "As when deployed, webhooks reach the functions and numbers are read again by themselves, here every five seconds."
    : `functions/.env.local has the functions call ${calledByFunctions}: the simulator is not asked, and nothing happens by itself.`;
}
