/** How a state feels, whatever its colour: fine, going on, needs somebody, broken, or nothing much. */
export type Tone = "good" | "busy" | "warn" | "bad" | "plain";
