import { createHash } from "node:crypto";
import type { CompactJWEHeaderParameters } from "jose";
import type { TokenVault } from "../app/customer-ports.ts";
import { AccessToken } from "../domain/access-token.ts";
import { UnopenedToken } from "../domain/unopened-token.ts";

const ALGORITHM = "dir";
const ENCRYPTION = "A256GCM";

interface NamedKey {
  readonly kid: string;
  readonly bytes: Uint8Array;
}

/** A name for a key that tells nothing of it: it stands in every document that was sealed with it. */
export const keyName = (key: string): string =>
  createHash("sha256").update("customer token key\0").update(key).digest("hex").slice(0, 12);

/**
 * Seals tokens as JWE (RFC 7516: direct encryption, AES-256-GCM), with the place that they are kept at in the protected header, which is
 * authenticated and not secret. `keys`: 32 bytes each in base64url; the first one seals, all of them open.
 */
export function tokenVault(keys: readonly string[]): TokenVault {
  const named: readonly NamedKey[] = keys.map((key) => ({ kid: keyName(key), bytes: Buffer.from(key, "base64url") }));
  const keyOf = ({ kid }: CompactJWEHeaderParameters): Uint8Array => {
    const key = named.find((each) => each.kid === kid);
    if (key === undefined) throw new UnopenedToken("no_key");
    return key.bytes;
  };

  return {
    newestKey: named[0]?.kid ?? null,
    keyOf: nameIn,

    seal: async (token, place) => {
      const [newest] = named;
      if (newest === undefined) throw new UnopenedToken("no_key");
      const { CompactEncrypt } = await import("jose");
      return new CompactEncrypt(new TextEncoder().encode(token.reveal()))
        .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION, kid: newest.kid, place })
        .encrypt(newest.bytes);
    },

    open: async (sealed, place) => {
      const { compactDecrypt } = await import("jose");
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(sealed, keyOf, {
          keyManagementAlgorithms: [ALGORITHM],
          contentEncryptionAlgorithms: [ENCRYPTION],
        });
        if (protectedHeader["place"] === place) return new AccessToken(new TextDecoder().decode(plaintext));
      } catch (error) {
        // What the library says may quote what it could not open.
        if (error instanceof UnopenedToken) throw error;
      }
      throw new UnopenedToken("not_sealed_for_this_place");
    },
  };
}

/** The name that a JWE's protected header bears. What cannot be read bears none. */
function nameIn(sealed: string): string | null {
  const [head = ""] = sealed.split(".");
  try {
    const header: unknown = JSON.parse(Buffer.from(head, "base64url").toString());
    const named = typeof header === "object" && header !== null && "kid" in header ? header.kid : null;
    return typeof named === "string" ? named : null;
  } catch {
    return null;
  }
}
