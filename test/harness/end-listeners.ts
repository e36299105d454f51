import type { Browser, Request } from "playwright-core";
import { z } from "zod";

const Listens = z.object({ database: z.string(), addTarget: z.object({ targetId: z.number() }) });

/** A session of WebChannel, over which a page listens to Firestore, and where the next request to it stands. */
interface Session {
  readonly address: URL;
  readonly database: string;
  readonly targets: Set<number>;
  request: number;
  message: number;
}

/**
 * Has the browser, before it closes, end what its pages listened to. Firestore's emulator does not notice that a page is gone:
 * it keeps all it would send, and from 10,000 messages on every write of anybody's costs it an error in its log for each such
 * page, until it answers nobody in time (firebase-tools issue 5197, and our measurement).
 */
export function endListenersOnClose(browser: Browser): Browser {
  const sessions = new Map<string, Session>();
  const noted: Promise<void>[] = [];

  async function note(request: Request): Promise<void> {
    const address = new URL(request.url());
    if (request.method() !== "POST" || !address.pathname.endsWith("/Listen/channel")) return;
    const form = new URLSearchParams(request.postData() ?? "");
    const messages = [...form]
      .filter(([name]) => name.endsWith("___data__"))
      .map(([, text]): unknown => JSON.parse(text));
    const targets = messages.flatMap((message) => Listens.safeParse(message).data ?? []);
    const id = address.searchParams.get("SID") ?? (await openedBy(request));
    if (id === undefined) return;
    const database = targets[0]?.database ?? "";
    const session = sessions.get(id) ?? { address, database, targets: new Set(), request: 0, message: 0 };
    sessions.set(id, session);
    for (const { addTarget } of targets) session.targets.add(addTarget.targetId);
    session.request = Math.max(session.request, Number(address.searchParams.get("RID")) + 1);
    session.message = Math.max(session.message, Number(form.get("ofs")) + messages.length);
  }

  browser.on("context", (context) => {
    // A page that closes meanwhile takes its answer with it.
    context.on("request", (request) => noted.push(note(request).catch(() => undefined)));
  });
  const close = browser.close.bind(browser);
  browser.close = async (options) => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await Promise.all(noted);
    await Promise.all([...sessions].map(([id, session]) => end(id, session)));
    await close(options);
  };
  return browser;
}

async function openedBy(request: Request): Promise<string | undefined> {
  const response = await request.response();
  return /\["c","(?<id>[^"]+)"/u.exec((await response?.text()) ?? "")?.groups?.["id"];
}

/** Says what the page would have said. A session that has ended by itself is not known any more, which is as good. */
async function end(id: string, { address, database, targets, request, message }: Session): Promise<void> {
  const asked = new URL(address);
  for (const [name, value] of Object.entries({ SID: id, RID: String(request), AID: "0" }))
    asked.searchParams.set(name, value);
  const form = new URLSearchParams({ count: String(targets.size), ofs: String(message) });
  for (const [index, targetId] of [...targets].entries())
    form.set(`req${index}___data__`, JSON.stringify({ database, removeTarget: targetId }));
  const answer = await fetch(asked, { method: "POST", body: form });
  await answer.text();
}
