import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { ACCOUNT_DEFECTS } from "./faults/account-defects.ts";
import { DEFECTS } from "./open-outcomes/defects.ts";
import { placesOf, PRODUCT } from "./planted-defect.ts";
import { SABOTAGE } from "./simulation/sabotage.ts";
import { ROWS } from "./unkind-world/rows.ts";

const ALL = [...SABOTAGE, ...Object.values(DEFECTS), ...[...ROWS, ...ACCOUNT_DEFECTS].map(({ defect }) => defect)];

describe("the defects that are put in on purpose", () => {
  for (const defect of new Set(ALL))
    it(`have their place in the product as it is: ${defect.title}`, () => {
      for (const { file, find, put } of placesOf(defect)) {
        const source = readFileSync(fileURLToPath(`${PRODUCT}/${file}`), "utf8");
        assert.equal(source.split(find).length - 1, 1, `${file}: ${find}`);
        assert.notEqual(find, put);
      }
    });
});
