import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { z } from "zod";
import { root } from "../root.ts";
import type { Figure } from "./figure.ts";

const FILE = path.join(root, "docs", "performance.json");

const Figures = z.array(
  z.object({
    measure: z.string(),
    unit: z.enum(["ms", "MiB", "MB", "a second", "round trips", "requests", "documents", "numbers", "$"]),
    ours: z.number(),
    naive: z.number().nullable(),
    ratio: z.number().nullable(),
  }),
);

const Run = z.object({
  at: z.string(),
  /** The commit that was measured, with its subject. */
  commit: z.string(),
  node: z.string(),
  cpus: z.number(),
  /** How many processes wanted to run, on average of a minute: far more than processors means that times are worth little. */
  load: z.number(),
  figures: Figures,
});

/** One run of the bench. */
export type Run = z.infer<typeof Run>;

/** All runs that were kept, the oldest first. */
export function runs(): readonly Run[] {
  return existsSync(FILE) ? z.array(Run).parse(JSON.parse(readFileSync(FILE, "utf8"))) : [];
}

export function keep(figures: readonly Figure[]): void {
  const commit = execFileSync("git", ["log", "-1", "--format=%h %s"], { cwd: root, encoding: "utf8" }).trim();
  const about = {
    at: new Date().toISOString(),
    commit,
    node: process.version,
    cpus: cpus().length,
    load: digits(loadavg()[0] ?? 0),
  };
  const rounded = figures.map(({ ours, naive, ratio, ...rest }) => ({
    ...rest,
    ours: digits(ours),
    naive: naive === null ? null : digits(naive),
    ratio: ratio === null ? null : digits(ratio),
  }));
  writeFileSync(FILE, `${JSON.stringify([...runs(), { ...about, figures: rounded }], null, 2)}\n`);
}

/** As many digits as a measure is worth. */
const digits = (value: number): number => Number(value.toPrecision(4));
