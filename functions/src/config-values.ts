import { GRAPH_VERSION } from "./contract/graph-versions.ts";
import { GRAPH_ID } from "./contract/primitives.ts";

// The values of secrets and params, checked and read. Each @throws ConfigurationError naming the one that must be mended.

/** Meta's own origin: the only one that production talks to. */
export const META_ORIGIN = "https://graph.facebook.com";

export const VERSION = /^v\d{1,3}\.\d{1,2}$/;

/** What is wrong with the configuration, in words for the log: names of params, never values. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

export function graphToken(given: string): string {
  const value = given.trim();
  if (value === "" || !/^[!-~]+$/.test(value)) {
    throw new ConfigurationError("The secret META_SYSTEM_USER_TOKEN is empty or holds characters that no token has.");
  }
  return value;
}

/** 32 bytes in base64url, without padding. */
const TOKEN_KEY = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

export function tokenKeys(value: string): string[] {
  const keys = value
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "");
  if (!keys.every((key) => TOKEN_KEY.test(key))) {
    throw new ConfigurationError(
      "The secret CUSTOMER_TOKEN_KEYS must hold keys of 32 bytes in base64url, separated by commas.",
    );
  }
  return keys;
}

export function version(value: string): string {
  if (!VERSION.test(value)) throw new ConfigurationError(`META_GRAPH_VERSION must look like ${GRAPH_VERSION}.`);
  return value;
}

export function digits(name: string, value: string): string {
  if (!GRAPH_ID.test(value)) throw new ConfigurationError(`${name} must have 5 to 20 digits.`);
  return value;
}

export function digitsOrNone(name: string, value: string): string | null {
  return value.trim() === "" ? null : digits(name, value.trim());
}

export function managed(configured: string, list: string): (phoneNumberId: string) => boolean {
  if (list.trim() === "*") return () => true;
  const ids = new Set(named(configured, list));
  return (phoneNumberId) => ids.has(phoneNumberId);
}

export function managedAccount(configured: string, list: string): (wabaId: string) => boolean {
  return (wabaId) => list.trim() === "*" || wabaId === configured;
}

export function named(configured: string, list: string): string[] {
  const listed = list.split(",").map((id) => id.trim());
  return [...new Set([configured, ...listed.filter((id) => GRAPH_ID.test(id))])];
}

export function origin(value: string, mayBeOther: boolean): string {
  const url = URL.parse(value);
  if (
    url === null ||
    url.pathname !== "/" ||
    url.search !== "" ||
    url.username !== "" ||
    !/^https?:$/.test(url.protocol)
  ) {
    throw new ConfigurationError("META_GRAPH_BASE_URL must be an origin, such as https://graph.facebook.com.");
  }
  if (url.origin !== META_ORIGIN && !mayBeOther) {
    throw new ConfigurationError(
      "META_GRAPH_BASE_URL names another origin than Meta's, which only the emulator accepts.",
    );
  }
  return url.origin;
}

export function budget(value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > 10) {
    throw new ConfigurationError("REGISTRATION_BUDGET must be a whole number from 1 to 10.");
  }
  return value;
}
