import type { Graph } from "../app/ports.ts";
import type { Reader } from "./reader.ts";
import { Permissions } from "./wire.ts";

/** What the user behind the token granted to the app. That Meta answers this for system users is not documented. */
export function permissions(reader: Reader): Graph["permissions"] {
  return async (deadlineMs) => {
    const read = await reader(["me", "permissions"], {}, Permissions, deadlineMs);
    return read.ok ? { ok: true, value: read.value.body.data } : read;
  };
}
