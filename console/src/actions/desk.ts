import type { Backend } from "../backend.ts";

/** What every action works with: the backend, the number it is about, and the demo's answers where this is the demo. */
export interface Desk {
  readonly client: Backend;
  readonly phoneNumberId: string;
  readonly demo: DemoAnswers | null;
}

/** What the graph simulator accepts. */
export interface DemoAnswers {
  readonly pin: string;
  readonly code: string;
  readonly recipient: string;
}
