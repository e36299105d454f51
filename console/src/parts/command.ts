import { announce } from "../dom/announce.ts";
import { button, element } from "../dom/element.ts";

const COMMAND = /`((?:npm|npx|firebase|gcloud) [^`]+)`/gu;

/** The commands that a text tells to run, as they are typed. */
export const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(COMMAND)].flatMap(([, command]) => command ?? []);

/** A command, and a button that copies it. */
export function commandLine(command: string): HTMLElement {
  const copy = button("Copy", { class: "ghost", "aria-label": `Copy ${command}` }, async () => {
    await navigator.clipboard.writeText(command);
    copy.textContent = "Copied";
    announce("Copied");
  });
  return element("div", { class: "command" }, element("code", {}, command), copy);
}
