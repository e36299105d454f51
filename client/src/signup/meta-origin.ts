/**
 * Whether a window message comes from Meta: over HTTPS, from facebook.com or a host below it. Meta's own sample tests the end of the
 * text, which lets evilfacebook.com in.
 */
export function isMetaOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const { protocol, hostname, port } = url;
  const isMeta = hostname === "facebook.com" || hostname.endsWith(".facebook.com");
  return url.origin === origin && protocol === "https:" && port === "" && isMeta;
}
