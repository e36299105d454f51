import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { GRAPH_VERSION } from "../../functions/src/contract/graph-versions.ts";
import { GRAPH_ID } from "../../functions/src/contract/primitives.ts";
import { SetupError } from "../setup/progress.mjs";

/** The params that a diagnosis needs, as functions/.env names them. */
const NAMES = [
  "META_PHONE_NUMBER_ID",
  "META_WABA_ID",
  "META_APP_ID",
  "META_BUSINESS_ID",
  "META_GRAPH_VERSION",
  "WEBHOOK_URL",
  "WEBHOOK_OVERRIDE",
] as const;
export type SettingName = (typeof NAMES)[number];

/** What a diagnosis is about. `null`: not configured. */
export interface Settings {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly appId: string | null;
  readonly businessId: string | null;
  readonly graphVersion: string;
  /** `null`: the address that follows from the project. */
  readonly webhookUrl: string | null;
  readonly webhookOverride: boolean;
}

const VERSION = /^v\d{1,3}\.\d{1,2}$/;

/** The settings, out of what was found under their names. @throws SetupError naming what is missing or malformed. */
export function settingsFrom(values: Readonly<Partial<Record<string, string>>>): Settings {
  const value = (name: SettingName): string => values[name]?.trim() ?? "";
  const optionalId = (name: SettingName): string | null => {
    if (value(name) === "") return null;
    if (!GRAPH_ID.test(value(name))) throw new SetupError(`${name} must have 5 to 20 digits.`);
    return value(name);
  };
  const id = (name: SettingName, flag: string): string => {
    const found = optionalId(name);
    if (found !== null) return found;
    throw new SetupError(
      `${name} is not known: give it as ${flag}, or write it into functions/.env. To play without a Meta account: npm run doctor -- --simulator`,
    );
  };
  const graphVersion = value("META_GRAPH_VERSION") === "" ? GRAPH_VERSION : value("META_GRAPH_VERSION");
  if (!VERSION.test(graphVersion)) throw new SetupError(`META_GRAPH_VERSION must look like ${GRAPH_VERSION}.`);
  return {
    phoneNumberId: id("META_PHONE_NUMBER_ID", "--phone-number-id"),
    wabaId: id("META_WABA_ID", "--waba-id"),
    appId: optionalId("META_APP_ID"),
    businessId: optionalId("META_BUSINESS_ID"),
    graphVersion,
    webhookUrl: value("WEBHOOK_URL") === "" ? null : value("WEBHOOK_URL"),
    webhookOverride: value("WEBHOOK_OVERRIDE") === "true",
  };
}

/**
 * What functions/.env and the project's own file say, as the firebase CLI reads them: the latter wins. Without a project the only
 * file there is, if there is just one; the demo project's is never meant. @throws SetupError when it is not clear which.
 */
export function valuesFromFiles(folder: string, project: string | null): Partial<Record<string, string>> {
  const own = project === null ? onlyProjectFile(folder) : `.env.${project}`;
  const files = [".env", ...(own === null ? [] : [own])];
  return Object.assign({}, ...files.map((file) => read(path.join(folder, file)))) as Partial<Record<string, string>>;
}

const NOT_A_PROJECT = /^\.env\.(?:demo-.*|local|example)$/;

function onlyProjectFile(folder: string): string | null {
  const files = readdirSync(folder).filter((file) => file.startsWith(".env.") && !NOT_A_PROJECT.test(file));
  if (files.length > 1) throw new SetupError(`Name the project, since there are ${files.join(", ")}: --project <id>.`);
  return files[0] ?? null;
}

const read = (file: string): Partial<Record<string, string>> =>
  existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
