import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

const EVERY_MS = 50;

/**
 * Tells each line that is written to a file, from its beginning on.
 *
 * @returns a function that tells what has come since, the unfinished last line too, and stops.
 */
export function followLines(file: string, onLine: (line: string) => void): () => void {
  const descriptor = openSync(file, "r");
  const buffer = Buffer.alloc(64 * 1024);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const read = (): void => {
    for (let size = readSync(descriptor, buffer); size > 0; size = readSync(descriptor, buffer)) {
      const lines = (rest + decoder.write(buffer.subarray(0, size))).split(/\r?\n/u);
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    }
  };
  const timer = setInterval(read, EVERY_MS);
  return () => {
    clearInterval(timer);
    read();
    closeSync(descriptor);
    if (rest !== "") onLine(rest);
  };
}
