import { announce } from "../dom/announce.ts";
import { button, element, fill } from "../dom/element.ts";

const COMMAND = /`((?:npm|npx|firebase|gcloud) [^`]+)`/gu;

/** The commands that a text tells to run, as they are typed. */
export const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(COMMAND)].flatMap(([, command]) => command ?? []);

/** A command, and a button that copies it. */
export function commandLine(command: string): HTMLElement {
  const copy = button("Copy", { class: "ghost", "aria-label": `Copy ${command}` }, async () => {
    const came = await copied(command);
    fill(copy, came);
    announce(came);
  });
  return element("div", { class: "command" }, element("code", {}, command), copy);
}

/** Copies a text, and says what came of it: a browser may refuse. */
async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied";
  } catch {
    return "Select and copy it";
  }
}
