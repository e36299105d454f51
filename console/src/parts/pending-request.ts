/** The id of the request that a form sends next. */
export interface PendingRequest {
  readonly id: () => string;
  /** Something was typed. A secret is taken out of its field when it is sent, so that sending the same again begins with typing it again. */
  readonly typed: (into: "secret" | "other") => void;
  /** What is asked next is another request. */
  readonly answered: () => void;
}

/** An id that stays until there is an answer, or something else is asked for: a call whose answer was lost is carried out once. */
export function pendingRequest(): PendingRequest {
  let id = crypto.randomUUID();
  const renew = (): void => {
    id = crypto.randomUUID();
  };
  return {
    id: () => id,
    typed: (into) => {
      if (into === "other") renew();
    },
    answered: renew,
  };
}
