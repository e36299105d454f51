import "./boot/no-code-from-text.ts";
import { initializeApp } from "firebase/app";
import { createRegistrationClient } from "../../client/src/client.ts";
import { createWatchers } from "../../client/src/watch.ts";
import { readDemo } from "./boot/demo.ts";
import { readPlace } from "./boot/place.ts";
import { connectSignIn, type Session } from "./boot/session.ts";
import { button, element, fill } from "./dom/element.ts";
import { operatorPage } from "./screens/operator-page.ts";
import { shell } from "./screens/shell.ts";
import { signInPage } from "./screens/sign-in.ts";
import { strangerPage } from "./screens/stranger.ts";

const { main, corner, badge } = shell();

try {
  await start();
} catch (error) {
  fill(
    main,
    element(
      "section",
      { class: "card narrow" },
      element("h1", {}, "This page cannot start"),
      element("p", {}, error instanceof Error ? error.message : String(error)),
    ),
  );
}

async function start(): Promise<void> {
  const { firebase, emulators, appCheckSiteKey, deployment } = await readPlace(location.hostname);
  const demo = emulators === null ? null : await readDemo();
  const app = initializeApp(firebase);
  if (emulators === null && appCheckSiteKey !== null) {
    const { startAppCheck } = await import("./boot/app-check.ts");
    startAppCheck(app, appCheckSiteKey);
  }
  const signIn = connectSignIn(app, { emulator: emulators?.auth ?? null, claim: deployment.operatorClaim });
  const options = emulators === null ? deployment : { ...deployment, emulators };
  const client = { ...createRegistrationClient(app, options), ...createWatchers(app, options) };
  badge.textContent = emulators === null ? firebase.projectId : "emulators";

  let leave = new AbortController();
  const pageFor = (session: Session): HTMLElement => {
    switch (session.state) {
      case "signed_out":
        return signInPage(signIn);
      case "stranger":
        return strangerPage(signIn, session.name, deployment.operatorClaim);
      case "operator":
        return operatorPage(client, demo, leave.signal);
    }
  };
  signIn.watch((session) => {
    leave.abort();
    leave = new AbortController();
    fill(corner, ...whoIsThere(session, () => signIn.leave()));
    fill(main, pageFor(session));
  });
}

function whoIsThere(session: Session, signOut: () => Promise<void>): Node[] {
  if (session.state === "signed_out") return [];
  return [element("span", { class: "quiet" }, session.name), button("Sign out", { class: "ghost" }, signOut)];
}
