import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync, deflateSync, crc32 } from "node:zlib";
import { withPalette } from "./palette-png.ts";

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A PNG of 24 bits a pixel, two wide; `rows` as they are stored, each with its filter in front. */
function png(rows: readonly (readonly number[])[]): Buffer {
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, rows.length, 8, 2, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

/** The colours of a picture with a palette, row by row. */
function coloursOf(picture: Buffer): string[][] {
  const part = (type: string): Buffer => {
    const at = picture.indexOf(type);
    return picture.subarray(at + 4, at + 4 + picture.readUInt32BE(at - 4));
  };
  const palette = part("PLTE");
  const rows = inflateSync(part("IDAT"));
  return Array.from({ length: rows.length / 3 }, (_, y) =>
    [1, 2].map((x) => palette.subarray((rows[y * 3 + x] ?? 0) * 3, (rows[y * 3 + x] ?? 0) * 3 + 3).toString("hex")),
  );
}

test("a picture with a palette shows the same, whatever filter its rows had", () => {
  const stored = [
    [0, 10, 20, 30, 200, 100, 50],
    [1, 10, 20, 30, 190, 80, 20],
    [2, 0, 0, 0, 0, 0, 0],
    [3, 5, 10, 15, 95, 40, 10],
    [4, 0, 0, 0, 0, 0, 0],
  ];
  const row = ["0a141e", "c86432"];
  assert.deepEqual(coloursOf(withPalette(png(stored))), [row, row, row, row, row]);
});

test("what is no PNG of a browser is refused", () => {
  assert.throws(() => withPalette(Buffer.from("GIF89a, and more than eight bytes")), /no PNG/u);
});
