/** What was printed and answered while the battery ran: looked through for secrets when it is over. */
export interface Heard {
  /** By the product, in this process and in others. */
  readonly printed: string[];
  /** What the product answered, whole. */
  readonly answers: string[];
  /** What the naive way printed. */
  readonly naive: string[];
}

export const nothingHeard = (): Heard => ({ printed: [], answers: [], naive: [] });

/** How the product's log begins a line. */
const LOG_LINE = '{"severity":';

/** Keeps what this process prints from now on; lines of the product's log are kept and not shown. The answer ends it. */
export function keepOutput({ printed }: Heard): () => void {
  const ends = [process.stdout, process.stderr].map((stream) => {
    const show = stream.write.bind(stream);
    const keep = (chunk: string | Uint8Array): boolean => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      printed.push(text);
      return text.startsWith(LOG_LINE) || show(chunk);
    };
    stream.write = keep;
    return (): void => void (stream.write = show);
  });
  return () => {
    for (const end of ends) end();
  };
}
