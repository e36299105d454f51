/** The store refuses this for what it is: storing it again would end the same way. Holds nothing of it. */
export class NotStorable extends Error {}
