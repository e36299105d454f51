import { GRAPH_VERSION } from "../contract/graph-versions.ts";
import { GRAPH_ID } from "../contract/primitives.ts";

const VERSION = /^v\d{1,3}\.\d{1,2}$/;
const EDGE = /^[a-z_]+$/;

/** Where Graph lives: an origin and a version. */
export interface GraphAddress {
  readonly baseUrl: string;
  readonly version: string;
}

/**
 * The URL of a node or edge. Built from checked parts only, and compared with the origin afterwards, so that nothing
 * a caller sends can point the token elsewhere. @throws RangeError, without the value.
 */
export function graphUrl(
  { baseUrl, version }: GraphAddress,
  parts: readonly string[],
  query: Record<string, string>,
): URL {
  if (!VERSION.test(version)) throw new RangeError(`META_GRAPH_VERSION must look like ${GRAPH_VERSION}.`);
  if (!parts.every((part) => GRAPH_ID.test(part) || EDGE.test(part))) throw new RangeError("Not a Graph id or edge.");
  const origin = new URL(baseUrl).origin;
  const url = new URL(`/${version}/${parts.join("/")}`, origin);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (url.origin !== origin) throw new RangeError("The URL left Graph's origin.");
  return url;
}
