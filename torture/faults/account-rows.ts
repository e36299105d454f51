import { inTurns } from "../../functions/src/app/in-turns.ts";
import { nothingHeard } from "../heard.ts";
import type { PlayedRow } from "../rows-module.ts";
import { accountCells } from "./account-cell.ts";
import { judgeAccount } from "./judge-account-cell.ts";
import { runAccountCell } from "./run-account-cell.ts";
import { inSurroundings } from "./surroundings.ts";

const AT_ONCE = 6;

/** Runs the quick cells of calls about an account whose names begin so, for the defect that this thread has in the product. */
export function playRows(only: readonly string[] = []): Promise<PlayedRow[]> {
  return inSurroundings(nothingHeard(), async (here) => {
    const cells = accountCells(here.others.urls.trap, true);
    const rows: PlayedRow[] = [];
    for (const name of only) {
      const complaints: string[] = [];
      const ofRow = cells.filter((cell) => cell.name.startsWith(name));
      await inTurns(AT_ONCE, ofRow, async (cell) => {
        complaints.push(...judgeAccount(await runAccountCell(cell, here)));
      });
      rows.push({ name, ours: complaints.length, naive: null, complaints });
    }
    return rows;
  });
}
