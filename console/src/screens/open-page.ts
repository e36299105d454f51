import { initializeApp } from "firebase/app";
import type { Backend } from "../boot/backend.ts";
import { readDemo, type Demo } from "../boot/demo.ts";
import { readPlace, type Place } from "../boot/place.ts";
import { connectSignIn, type Session } from "../boot/session.ts";
import { button, element, fill, verbatim } from "../dom/element.ts";
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

/** Loads what makes the page of those who are recognised. */
type LoadPage = () => Promise<(opened: Opened) => HTMLElement>;

/** Puts the frame of a page up, has people sign in, and fills it with what is loaded meanwhile for those who are recognised. */
export async function openPage(load: LoadPage): Promise<void> {
  const frame = shell();
  try {
    await start(frame, load);
  } catch (error) {
    fill(frame.main, apology("This page cannot start", error instanceof Error ? error.message : String(error)));
  }
}

const apology = (headline: string, text: string): HTMLElement =>
  element("section", { class: "card narrow" }, element("h1", {}, headline), element("p", {}, text));

async function start({ main, corner, badge, notices }: Shell, load: LoadPage): Promise<void> {
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
  let backend: Backend | null = null;
  const loaded = async (): Promise<{ client: Backend; pageFor: (opened: Opened) => HTMLElement }> => {
    const [{ connectBackend }, pageFor] = await Promise.all([import("../boot/connect-backend.ts"), load()]);
    backend ??= connectBackend(app, options);
    return { client: backend, pageFor };
  };
  // While Firebase Auth finds out who is there, or the person types.
  loaded().catch(() => undefined);
  fill(badge, verbatim(emulators === null ? firebase.projectId : "emulators"));

  let leave = new AbortController();
  const recognised = async (session: Recognised, left: AbortSignal): Promise<void> => {
    fill(main, element("p", { class: "busy" }, "Opening."));
    const rest = await loaded().catch(() => null);
    if (left.aborted) return;
    fill(
      main,
      rest === null
        ? apology("The rest of this page did not load", "Reload it once you are online.")
        : rest.pageFor({ session, client: rest.client, demo, signup, left }),
    );
  };
  const show = (session: Session): void => {
    switch (session.state) {
      case "signed_out":
        fill(main, signInPage(signIn));
        return;
      case "stranger":
        fill(main, strangerPage(signIn, session.name, operatorClaim));
        return;
      case "operator":
      case "member":
        void recognised(session, leave.signal);
    }
  };
  let wasRecognised = false;
  signIn.watch((session) => {
    leave.abort();
    leave = new AbortController();
    notices.expired(session.state === "signed_out" && wasRecognised);
    wasRecognised = session.state === "operator" || session.state === "member";
    const signOut = (): Promise<void> => {
      wasRecognised = false;
      return signIn.leave();
    };
    fill(corner, ...whoIsThere(session, signOut));
    show(session);
  });
}

function whoIsThere(session: Session, signOut: () => Promise<void>): Node[] {
  if (session.state === "signed_out") return [];
  return [element("span", { class: "quiet" }, verbatim(session.name)), button("Sign out", { class: "ghost" }, signOut)];
}
