import * as z from "zod";

const MagicNumber = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  note: z.string(),
});

/** A phone number id of the graph simulator that always plays the same part. */
export type MagicNumber = z.infer<typeof MagicNumber>;

const DemoAnswers = z.object({ pin: z.string(), code: z.string(), recipient: z.string() });

/** What the graph simulator accepts. */
export type DemoAnswers = Readonly<z.infer<typeof DemoAnswers>>;

const Demo = z.object({
  simulator: z.string().nullable(),
  answers: DemoAnswers,
  families: z.array(z.object({ title: z.string(), numbers: z.array(MagicNumber) })),
});

/** What the graph simulator plays, and what it accepts. Written by the build from the simulator's own tables. */
export interface Demo {
  /** The simulator's address; `null`: the functions call something else. */
  readonly simulator: string | null;
  readonly answers: DemoAnswers;
  readonly families: readonly { readonly title: string; readonly numbers: readonly MagicNumber[] }[];
}

/** Reads the demo's tables. */
export async function readDemo(): Promise<Demo> {
  return Demo.parse(await (await fetch("/demo.json")).json());
}
