import { crc32 } from "node:zlib";

/** A JAR's manifest holds at most this many bytes a line; longer ones go on after a line break and a space. */
const LINE_BYTES = 72;

/** The manifest of a JAR that has no classes of its own and starts `mainClass` out of the JAR at `classPath` (a file URL). */
export function launcherManifest(mainClass: string, classPath: string): string {
  const lines = ["Manifest-Version: 1.0", `Main-Class: ${mainClass}`, `Class-Path: ${classPath}`];
  return `${lines.map(wrapped).join("\r\n")}\r\n\r\n`;
}

function wrapped(line: string): string {
  if (!/^[ -~]*$/u.test(line)) throw new Error(`A JAR manifest takes ASCII only: ${line}`);
  const parts = [line.slice(0, LINE_BYTES)];
  for (let at = LINE_BYTES; at < line.length; at += LINE_BYTES - 1) parts.push(line.slice(at, at + LINE_BYTES - 1));
  return parts.join("\r\n ");
}

/** A zip archive of one uncompressed file (APPNOTE.TXT 4.3: local header, data, central directory, end record). */
export function storedZip(name: string, content: Buffer): Buffer {
  const fileName = Buffer.from(name, "latin1");
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0); // version needed: 2.0
  shared.writeUInt16LE(0x21, 8); // date: 1980-01-01, so that the same input gives the same bytes
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(content.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(fileName.length, 22);
  const local = Buffer.concat([signature(0x04034b50), shared, fileName, content]);
  const rest = Buffer.alloc(14); // no comment, disk 0, no attributes, local header at 0
  const central = Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), shared, rest, fileName]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
