import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { SetupError } from "../setup/progress.mjs";
import { readNumbers } from "./numbers-file.ts";

const read = (text: string) => readNumbers(text).map(({ phoneNumberId, pin }) => [phoneNumberId, pin.reveal()]);

const A = ["550000000000001", "012345"];
const B = ["550000000000002", "918273"];

describe("a file of numbers", () => {
  for (const [what, text] of [
    ["has a number and a PIN on each line", "550000000000001,012345\n550000000000002,918273"],
    ["may end its lines as Windows does", "550000000000001,012345\r\n550000000000002,918273\r\n"],
    [
      "may come from a spreadsheet",
      '\uFEFFphoneNumberId;pin\n"550000000000001";"012345"\n"550000000000002";"918273"\n',
    ],
    [
      "may have tabs, empty lines and remarks",
      "# ours\n\n550000000000001\t 012345 \n  \n550000000000002\t918273\n# end",
    ],
  ] as const) {
    it(what, () => assert.deepEqual(read(text), [A, B]));
  }

  it("shows no PIN, however it is printed", () => {
    const numbers = readNumbers("550000000000001,918273");
    assert.doesNotMatch(`${inspect(numbers, { depth: 9, showHidden: true })}${JSON.stringify(numbers)}`, /918273/u);
  });

  it("names every bad line at once, and repeats nothing of them", () => {
    const lines = [
      "550000000000001,012345",
      "550000000000002,91827",
      "550000000000003",
      "918273,550000000000004",
      "+15550001111,918273",
      "550000000000006,918273,DE",
      "550000000000001,918273",
      "550000000000008,9182a3",
    ];
    assert.throws(
      () => readNumbers(lines.join("\n")),
      (error) => {
        assert.ok(error instanceof SetupError);
        const named = [...error.message.matchAll(/line (\d+):/gu)].map(([, number]) => number);
        assert.deepEqual(named, ["2", "3", "4", "5", "6", "7", "8"]);
        assert.match(error.message, /line 4: the id must come before the PIN/u);
        assert.match(error.message, /line 7: its number is that of line 1\./u);
        assert.doesNotMatch(inspect(error), /9182|15550001111|55000000000000/u);
        return true;
      },
    );
  });

  it("says how many bad lines there are besides those that it shows", () => {
    const lines = Array.from({ length: 25 }, () => "918273");
    assert.throws(() => readNumbers(lines.join("\n")), /line 20: .*\n {2}\.\.\. and 5 more lines\./u);
  });

  for (const nothing of ["", "\n\n", "phoneNumberId,pin\n"]) {
    it(`with nothing in it is refused: ${JSON.stringify(nothing)}`, () => {
      assert.throws(() => readNumbers(nothing), /There is no number/u);
    });
  }
});
