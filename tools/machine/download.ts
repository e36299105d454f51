import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { SetupError } from "../setup/progress.mjs";
import { STALLED_MS, stallWatch } from "../setup/stalled.mjs";
import type { Progress } from "./provide.ts";

/** A file somewhere else, and what it must be. */
export interface RemoteFile {
  url: string;
  /** In hexadecimal digits. */
  sha256: string;
  bytes: number;
}

/**
 * Downloads a file; what arrives other than announced is not kept.
 *
 * @throws SetupError saying in a few words why it could not be had.
 */
export function download(remote: RemoteFile, file: string, progress: Progress, stalledMs = STALLED_MS): Promise<void> {
  return unlessStalled(remote.url, stalledMs, (watch) => downloadWatched(remote, file, progress, watch));
}

async function downloadWatched(
  { url, sha256, bytes }: RemoteFile,
  file: string,
  progress: Progress,
  { signal, arrives }: StallTimer,
): Promise<void> {
  const { body } = await answer(url, signal);
  const hash = createHash("sha256");
  let arrived = 0;
  const measured = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      arrives();
      hash.update(chunk);
      arrived += chunk.length;
      if (arrived > bytes) throw new SetupError(`${url} is larger than the ${bytes} bytes announced`);
      progress(arrived / bytes);
      yield chunk;
    }
  };
  mkdirSync(path.dirname(file), { recursive: true });
  // Opened before anything can go wrong, so that it is not made after it was taken away.
  const target = await open(file, "w");
  try {
    await pipeline(body, measured, target.createWriteStream());
    if (hash.digest("hex") !== sha256.toLowerCase())
      throw new SetupError(`the SHA-256 of ${url} is not the one announced`);
  } catch (error) {
    rmSync(file, { force: true });
    throw inFewWords(url, error);
  }
}

/** @throws SetupError saying in a few words why there is none. */
export function downloadJson(url: string, stalledMs = STALLED_MS): Promise<unknown> {
  return unlessStalled(url, stalledMs, async ({ signal }) => {
    const { response } = await answer(url, signal);
    try {
      const json: unknown = await response.json();
      return json;
    } catch (error) {
      throw inFewWords(url, error);
    }
  });
}

type StallTimer = ReturnType<typeof stallWatch>;

async function unlessStalled<T>(url: string, stalledMs: number, work: (watch: StallTimer) => Promise<T>): Promise<T> {
  const watch = stallWatch(new URL(url).origin, stalledMs);
  try {
    return await work(watch);
  } finally {
    watch.end();
  }
}

async function answer(
  url: string,
  signal: AbortSignal,
): Promise<{ response: Response; body: ReadableStream<Uint8Array> }> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    throw inFewWords(url, error);
  }
  if (!response.ok || response.body === null)
    throw new SetupError(`${new URL(url).origin} answered ${response.status}`);
  return { response, body: response.body };
}

const inFewWords = (url: string, error: unknown): SetupError =>
  error instanceof SetupError ? error : new SetupError(unreachable(url, error), { cause: error });

/** Node says "fetch failed" and puts the reason into the cause, sometimes with an empty message of its own. */
function unreachable(url: string, error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return `${new URL(url).origin} could not be reached: ${code ?? (cause instanceof Error ? cause.message : String(cause))}`;
}
