import { z } from "zod";
import { servedVersion } from "./versions.ts";

/** Every call that the simulator knows, by one word. */
export const EndpointName = z.enum([
  "read_me",
  "read_permissions",
  "read_app",
  "exchange_code",
  "revoke_permissions",
  "debug_token",
  "read_node",
  "list_numbers",
  "list_subscribed_apps",
  "subscribe_app",
  "unsubscribe_app",
  "add_number",
  "list_templates",
  "create_template",
  "list_app_subscriptions",
  "subscribe_webhook",
  "unsubscribe_webhook",
  "list_assigned_users",
  "register",
  "deregister",
  "request_code",
  "verify_code",
  "set_pin",
  "send_message",
]);
export type EndpointName = z.infer<typeof EndpointName>;

/** What a request is aimed at. `endpoint: null`: a path or method that the simulator does not know. */
export interface Target {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The version that serves the request; `null` when the version in the path does not exist. */
  readonly version: string | null;
  readonly endpoint: EndpointName | null;
  /** The number, account or app whose id stands in the path. */
  readonly nodeId: string | null;
  /** The path behind the version. */
  readonly rest: string;
  /** The path behind the id, such as `/register`. */
  readonly edge: string;
}

const FIXED: Readonly<Record<string, EndpointName>> = {
  "GET me": "read_me",
  "GET me/permissions": "read_permissions",
  "GET app": "read_app",
  "DELETE me/permissions": "revoke_permissions",
  "GET oauth/access_token": "exchange_code",
  "POST oauth/access_token": "exchange_code",
  "GET debug_token": "debug_token",
};

const ON_NODE: Readonly<Record<string, EndpointName>> = {
  "GET ": "read_node",
  "GET phone_numbers": "list_numbers",
  "GET subscribed_apps": "list_subscribed_apps",
  "POST subscribed_apps": "subscribe_app",
  "DELETE subscribed_apps": "unsubscribe_app",
  "POST phone_numbers": "add_number",
  "GET message_templates": "list_templates",
  "POST message_templates": "create_template",
  "GET subscriptions": "list_app_subscriptions",
  "POST subscriptions": "subscribe_webhook",
  "DELETE subscriptions": "unsubscribe_webhook",
  "GET assigned_users": "list_assigned_users",
  "POST register": "register",
  "POST deregister": "deregister",
  "POST request_code": "request_code",
  "POST verify_code": "verify_code",
  "POST ": "set_pin",
  "POST messages": "send_message",
};

const EDGES: ReadonlySet<string> = new Set(Object.keys(ON_NODE).map((key) => key.slice(key.indexOf(" ") + 1)));

/** Whether nodes have this edge, for whatever method. */
export function isEdge(edge: string): boolean {
  return EDGES.has(edge.slice(1));
}

/** Reads a request's method and path. */
export function parseTarget(method: string, path: string): Target {
  const segments = path.split("/").filter((segment) => segment !== "");
  const named = /^v\d/.test(segments[0] ?? "") ? segments.shift() : undefined;
  const rest = `/${segments.join("/")}`;
  const common = { method, path, version: servedVersion(named), rest };
  const fixed = FIXED[`${method} ${rest.slice(1)}`];
  if (fixed !== undefined) return { ...common, endpoint: fixed, nodeId: null, edge: "" };
  const [nodeId = "", ...edges] = segments;
  if (!/^\d+$/.test(nodeId)) return { ...common, endpoint: null, nodeId: null, edge: rest };
  const edge = edges.join("/");
  return { ...common, endpoint: ON_NODE[`${method} ${edge}`] ?? null, nodeId, edge: edge === "" ? "" : `/${edge}` };
}
