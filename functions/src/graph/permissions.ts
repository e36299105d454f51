import type { Read } from "../app/ports.ts";
import type { PermissionGrant } from "../domain/diagnosis/access-findings.ts";
import type { Reader } from "./reader.ts";
import { Permissions } from "./wire.ts";

/** What the user behind the token granted to the app. That Meta answers this for system users is not documented. */
export async function permissions(reader: Reader, deadlineMs: number): Promise<Read<readonly PermissionGrant[]>> {
  const read = await reader(["me", "permissions"], {}, Permissions, deadlineMs);
  return read.ok ? { ok: true, value: read.value.body.data } : read;
}
