import type { PlayedRow } from "../rows-module.ts";
import type { Row } from "./row.ts";
import { ROWS } from "./rows.ts";
import { inWorld } from "./world.ts";

/** Plays the rows, or those of these names, each in a world of its own. */
export async function playRows(only?: readonly string[]): Promise<PlayedRow[]> {
  const played: PlayedRow[] = [];
  for (const row of ROWS) if (only?.includes(row.name) !== false) played.push(await playRow(row));
  return played;
}

async function playRow({ name, ours, naive }: Row): Promise<PlayedRow> {
  const { done, vain } = await inWorld(ours);
  const complaints = [...(done === 0 ? [] : [`${done}: ${name}`]), ...(vain === undefined ? [] : [`${name}: ${vain}`])];
  return { name, ours: done, naive: naive === undefined ? null : await inWorld(naive), complaints };
}
