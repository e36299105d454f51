import { startSimulator } from "../../graph-simulator/server.ts";
import { PIN } from "../canaries.ts";
import type { PlayedRow } from "../rows-module.ts";
import { ROWS, type Row } from "./rows.ts";
import { stageFor, type Stage } from "./stage.ts";

const WELL: ReadonlySet<string> = new Set(["awaiting_meta", "registered"]);

/** Plays the rows, or those of these names. What is counted are POSTs after the first. */
export async function playRows(only?: readonly string[]): Promise<PlayedRow[]> {
  const simulator = await startSimulator();
  try {
    const played: PlayedRow[] = [];
    for (const [place, row] of ROWS.entries()) {
      if (only?.includes(row.name) === false) continue;
      const stage = (way: number): Stage => {
        const { id } = simulator.state.patchNumber(`5690000000${way}${String(place).padStart(4, "0")}`, { pin: PIN });
        return stageFor(simulator, id);
      };
      played.push(await playRow(row, stage(1), stage(2)));
    }
    return played;
  } finally {
    await simulator.close();
  }
}

async function playRow(row: Row, ours: Stage, naive: Stage): Promise<PlayedRow> {
  const { name } = row;
  const told = await row.ours(ours);
  const second = ours.posts() - 1;
  await row.naive(naive);
  const isTimed = !row.namesTime || WELL.has(told.status) || told.retryAt != null;
  await row.control(ours);
  const complaints = [
    ...(second === 0 ? [] : [`${second} POSTs more after ${name}`]),
    ...(isTimed ? [] : [`after ${name} it is answered ${told.status}, and not when to ask again`]),
    ...(ours.posts() === 2 + second ? [] : [`after ${name} nothing could be posted at all, which proves nothing`]),
  ];
  return { name, ours: second, naive: naive.posts() - 1, complaints };
}
