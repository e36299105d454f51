import type { Journal } from "../app/ports.ts";

/** One line as it was handed to the journal. */
export interface JournalLine {
  readonly event: keyof Journal;
  readonly entry: unknown;
}

/** A journal that keeps its lines, for tests to read. */
export function recordingJournal(): { readonly journal: Journal; readonly lines: JournalLine[] } {
  const lines: JournalLine[] = [];
  const journal = new Proxy<Partial<Journal>>(
    {},
    {
      get: (_, event) => (entry: unknown) => {
        lines.push({ event: event as keyof Journal, entry });
      },
    },
  );
  return { journal: journal as Journal, lines };
}
