import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { serveGallery } from "../../console/gallery/serve.ts";
import { shownAt } from "../../console/gallery/shown.ts";
import { findBrowser } from "../machine/browser.ts";
import { root } from "../root.ts";
import { main, SetupError, step } from "../setup/progress.mjs";
import { launchCamera, openStill, taken } from "./camera.ts";
import { insistOnEmpty } from "./insist-on-empty.ts";
import { CHOSEN, everyScene, STORY, type Scene } from "./scenes.ts";

/** The time in every picture. */
const NOW = Date.UTC(2030, 4, 14, 9, 41);

/** `npm run screenshots`: draws the console's pages into docs/screenshots; `--all <folder>`: every situation, into a new one. */
await main(async () => {
  const { all } = parseArgs({ options: { all: { type: "string" } } }).values;
  const folder = all ?? path.join(root, "docs", "screenshots");
  if (all !== undefined) insistOnEmpty(all);
  const shown = await shownAt(NOW);
  await using parts = new AsyncDisposableStack();
  const gallery = parts.adopt(await serveGallery(shown), (served) => served.close());
  const browser = parts.adopt(await launchCamera(await findBrowser()), (launched) => launched.close());
  if (all === undefined) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const idOf = (title: string): string => {
    const situation = shown.situations.find((one) => one.title === title);
    if (situation === undefined) throw new SetupError(`The gallery has no situation "${title}".`);
    return situation.id;
  };
  const draw = async ({ name, at, act, forms, log = [] }: Scene): Promise<number> => {
    let bytes = 0;
    for (const form of forms) {
      const page = await openStill(browser, { url: `${gallery.url}/${at(idOf)}`, now: NOW, form, log });
      await act(page);
      const picture = await taken(page);
      bytes += picture.length;
      await writeFile(path.join(folder, `${name}-${form.name}.webp`), picture);
      await page.context().close();
    }
    return bytes;
  };
  let total = 0;
  for (const scene of all === undefined ? [...STORY, ...CHOSEN] : everyScene(shown.situations))
    total += await step(scene.name, () => draw(scene));
  console.log(`${Math.round(total / 1000)} kB in ${folder}`);
});
