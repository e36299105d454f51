import "../src/boot/no-code-from-text.ts";
import { APP_ID, CONFIGURATION_ID } from "../../graph-simulator/magic/places.ts";
import { readDemo } from "../src/boot/demo.ts";
import { speakChosenLanguage } from "../src/boot/language.ts";
import type { SignIn } from "../src/boot/session.ts";
import { fill } from "../src/dom/element.ts";
import { connectPage } from "../src/screens/connect-page.ts";
import { memberPage } from "../src/screens/member-page.ts";
import type { Opened } from "../src/screens/open-page.ts";
import { operatorPage } from "../src/screens/operator-page.ts";
import { shell } from "../src/screens/shell.ts";
import { signInPage } from "../src/screens/sign-in.ts";
import { strangerPage } from "../src/screens/stranger.ts";
import { galleryBackend } from "./backend.ts";
import type { Connections, Exhibit } from "./exhibit.ts";

await speakChosenLanguage();

// Every page of the console over situations that are made up, and no backend. `?page=` chooses one; `demo` adds Meta's side to it.

const read = async (path: string): Promise<unknown> => (await fetch(path)).json();

const asked = new URLSearchParams(location.search);
const situations = (await read("/situations.json")) as readonly Exhibit[];
const connections = (await read("/connections.json")) as Connections;
const demo = asked.has("demo") ? await readDemo() : null;
const client = galleryBackend(situations, connections);
const left = new AbortController().signal;
const who = { uid: "gallery", name: "operator@example.com" };

const refused = (): Promise<never> => Promise.reject(new Error("The email address or the password is wrong."));
const nothing = (): Promise<void> => Promise.resolve();
const signIn: SignIn = {
  watch: () => undefined,
  signIn: refused,
  sendPasswordReset: nothing,
  lookAgain: nothing,
  leave: nothing,
  enterDemo: demo === null ? null : refused,
};

/** A page of those who are recognised, as one of them. */
const opened = (session: Opened["session"]): Opened => ({
  session,
  client,
  demo,
  signup: { appId: APP_ID, configId: CONFIGURATION_ID },
  left,
});

const PAGES: Readonly<Record<string, () => HTMLElement>> = {
  operator: () => operatorPage({ client, demo, hasSignup: true }, left),
  member: () => memberPage({ client, demo, hasSignup: true, customers: ["harbour-cafe"] }, left),
  "sign-in": () => signInPage(signIn),
  stranger: () => strangerPage(signIn, "someone@example.com", "whatsappOperator"),
  connect: () => connectPage(opened({ state: "operator", ...who })),
};

const { main, badge, notices } = shell();
notices.expired(asked.has("expired"));
badge.textContent = demo === null ? "gallery" : "emulators";
const page = PAGES[asked.get("page") ?? "operator"];
if (page === undefined) throw new Error(`The gallery has no page ${asked.get("page") ?? ""}.`);
fill(main, page());
