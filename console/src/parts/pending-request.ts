/** The id of the request that a form sends next. */
export interface PendingRequest {
  /** `secret`: the PIN or code that is sent with it; left out: there is none. Another one makes another request. */
  readonly idFor: (secret?: string) => string;
  /** Something that is no secret was typed. */
  readonly changed: () => void;
  /** What is asked next is another request. */
  readonly answered: () => void;
}

/**
 * An id that stays until there is an answer, or something else is asked for: a call whose answer was lost is carried out once. The secret
 * that was sent with it is remembered that long, since it is taken out of its field and may be typed again, the same or another.
 */
export function pendingRequest(): PendingRequest {
  let sent: { readonly id: string; readonly secret: string | undefined } | null = null;
  const renew = (): void => {
    sent = null;
  };
  return {
    idFor: (secret) => {
      if (sent === null || sent.secret !== secret) sent = { id: crypto.randomUUID(), secret };
      return sent.id;
    },
    changed: renew,
    answered: renew,
  };
}
