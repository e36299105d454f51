/** An address without query and user: some put a secret into either, and neither is kept. */
export function withoutQuery(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address);
  return url === null ? null : `${url.origin}${url.pathname}`;
}
