/** A request for the end of a dialog, or of a partnership, that does not fit what is there. */
export class SignupRefused extends Error {}
