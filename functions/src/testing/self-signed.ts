/** A certificate for localhost that nobody signed and nothing trusts, made for tests of what TLS must refuse. Valid until 2120. */
const CERTIFICATE = [
  "MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAx",
  "MDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJnmf272aRb0z3RYkj2uBLJq",
  "Q5BazaNgTaYu9EWFZe4a6eVbgqKF7SDhpxoi7DeF2VDLvRY/1k/iC7ZYnLxM2oWjTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0R",
  "BBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQWBBS/OpD1DLeBvwYdQgOM0cJNzP67djAKBggqhkjOPQQDAgNIADBFAiEAyCE3",
  "37PdT6/tIoy8RB6WIwlbQjUFQRL530yfRDklEpYCIESjMCxRivP8lykRsZ+/fJPfXUTLFjhSlW4tQKPUw/Me",
].join("");

/** Its key, worth nothing anywhere else. */
const KEY = [
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgsujqdLOAKYQNZpEJAtPD5id9GXBX483VlA6JuxgXJy+hRANCAASZ",
  "5n9u9mkW9M90WJI9rgSyakOQWs2jYE2mLvRFhWXuGunlW4Kihe0g4acaIuw3hdlQy70WP9ZP4gu2WJy8TNqF",
].join("");

const pem = (label: string, base64: string): string => `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;

/** Options for an HTTPS server. */
export const selfSigned: { readonly cert: string; readonly key: string } = {
  cert: pem("CERTIFICATE", CERTIFICATE),
  key: pem(["PRIVATE", "KEY"].join(" "), KEY),
};
