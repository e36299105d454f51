/** Whether two addresses are one. A query may hold a secret and was cut off, so it does not count. */
export function isSameAddress(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && bare(one) === bare(other);
}

const bare = (address: string): string => address.replace(/[?#].*/s, "").replace(/\/$/, "");
