import { initializeApp } from "firebase/app";
import { createRegistrationClient } from "../../../client/src/client.ts";
import { createWatchers } from "../../../client/src/watch.ts";
import type { Backend } from "../backend.ts";
import { readDemo, type Demo } from "../boot/demo.ts";
import { readPlace, type Place } from "../boot/place.ts";
import { connectSignIn, type Session } from "../boot/session.ts";
import { button, element, fill } from "../dom/element.ts";
import { shell, type Shell } from "./shell.ts";
import { signInPage } from "./sign-in.ts";
import { strangerPage } from "./stranger.ts";

/** Somebody who may do something here. */
export type Recognised = Extract<Session, { state: "operator" | "member" }>;

/** What a page is made with, once somebody is recognised. */
export interface Opened {
  readonly session: Recognised;
  readonly client: Backend;
  /** `null`: this is no demo. */
  readonly demo: Demo | null;
  /** What Meta's dialog is opened with; `null`: it is not offered. */
  readonly signup: Place["deployment"]["signup"];
  /** Ends what the page listens to. */
  readonly left: AbortSignal;
}

/** Puts the frame of a page up, has people sign in, and fills it with what `pageFor` makes for those who are recognised. */
export async function openPage(pageFor: (opened: Opened) => HTMLElement): Promise<void> {
  const frame = shell();
  try {
    await start(frame, pageFor);
  } catch (error) {
    fill(
      frame.main,
      element(
        "section",
        { class: "card narrow" },
        element("h1", {}, "This page cannot start"),
        element("p", {}, error instanceof Error ? error.message : String(error)),
      ),
    );
  }
}

async function start({ main, corner, badge }: Shell, pageFor: (opened: Opened) => HTMLElement): Promise<void> {
  const { firebase, emulators, appCheckSiteKey, deployment } = await readPlace(location.hostname);
  const demo = emulators === null ? null : await readDemo();
  const app = initializeApp(firebase);
  if (emulators === null && appCheckSiteKey !== null) {
    const { startAppCheck } = await import("../boot/app-check.ts");
    startAppCheck(app, appCheckSiteKey);
  }
  const { operatorClaim, customersClaim, signup } = deployment;
  const signIn = connectSignIn(app, { emulator: emulators?.auth ?? null, operatorClaim, customersClaim });
  const options = emulators === null ? deployment : { ...deployment, emulators };
  const client = { ...createRegistrationClient(app, options), ...createWatchers(app, options) };
  badge.textContent = emulators === null ? firebase.projectId : "emulators";

  let leave = new AbortController();
  const shown = (session: Session): HTMLElement => {
    switch (session.state) {
      case "signed_out":
        return signInPage(signIn);
      case "stranger":
        return strangerPage(signIn, session.name, operatorClaim);
      case "operator":
      case "member":
        return pageFor({ session, client, demo, signup, left: leave.signal });
    }
  };
  signIn.watch((session) => {
    leave.abort();
    leave = new AbortController();
    fill(corner, ...whoIsThere(session, () => signIn.leave()));
    fill(main, shown(session));
  });
}

function whoIsThere(session: Session, signOut: () => Promise<void>): Node[] {
  if (session.state === "signed_out") return [];
  return [element("span", { class: "quiet" }, session.name), button("Sign out", { class: "ghost" }, signOut)];
}
