/** A sealed token that cannot be opened where it lies. It says nothing of the token. */
export class UnopenedToken extends Error {
  override readonly name = "UnopenedToken";
  readonly why: "no_key" | "not_sealed_for_this_place";

  constructor(why: UnopenedToken["why"]) {
    super(
      why === "no_key"
        ? "A customer's token was sealed with a key that CUSTOMER_TOKEN_KEYS does not hold."
        : "A customer's token cannot be opened: it was changed, or sealed for another place.",
    );
    this.why = why;
  }
}
