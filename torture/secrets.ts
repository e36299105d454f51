import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { canaries } from "./canaries.ts";
import { otherCalls } from "./faults/other-calls.ts";
import type { Heard } from "./heard.ts";
import { exportFirestore } from "./leaks/firestore-export.ts";
import { formsOf, leaks, type Place } from "./leaks/leaks.ts";
import type { Report } from "./report.ts";

/**
 * Looks for the battery's secrets in everything that it left behind: what its processes printed, what every call was answered, the
 * emulators' logs and the whole of Firestore. Before that the calls besides registering that carry a secret meet every fault of a
 * POST. FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT must be set.
 *
 * @param logFolder of the emulators
 */
export async function secrets(heard: Heard, logFolder: string): Promise<Report> {
  const calls = await otherCalls(heard);
  const documents = await exportFirestore();
  const logs = logsIn(logFolder);
  const printed = { name: "what the battery printed", text: heard.printed.join("") };
  const answers = { name: "an answer", text: heard.answers.join("\n") };
  const stored = { name: "Firestore", text: documents.map(({ name, text }) => `${name} ${text}`).join("\n") };
  const wanted = canaries();
  const found = leaks(wanted, [printed, answers, stored, ...logs]);
  const naive = heard.naive.filter((text) => leaks(wanted, [{ name: "the naive way's log", text }]).length > 0);
  const size = (places: readonly Place[]): string => {
    const bytes = places.reduce((sum, { text }) => sum + text.length, 0);
    return `${Math.ceil(bytes / 1024).toLocaleString("en-US")} KiB`;
  };
  return {
    title:
      "Secrets: PIN, verification code, tokens, app secret and its proofs, looked for in everything that was left behind",
    figures: [
      ["secrets, and forms of each that are looked for", `${wanted.length}, ${formsOf("123456").size}`, ""],
      ["calls that carry a secret besides registering, each with another fault", String(calls), ""],
      ["answers", `${heard.answers.length}, ${size([answers])}`, ""],
      ["printed by the processes", size([printed]), `${heard.naive.length} errors`],
      ["logs of the emulators", size(logs), ""],
      ["documents in Firestore", `${documents.length}, ${size([stored])}`, ""],
      ["secrets found", String(found.length), `in ${naive.length} of ${heard.naive.length} errors`],
    ],
    violations: found,
  };
}

function logsIn(folder: string): Place[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".log"));
  return files.map((file) => ({ name: file, text: readFileSync(path.join(folder, file), "utf8") }));
}
