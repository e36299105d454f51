import type { Page } from "playwright-core";
import type { Exhibit } from "../../console/gallery/exhibit.ts";
import { FORMS, type Form, type LoggedRequest } from "./camera.ts";

/** One picture: where the page is opened, and what is done there before it is taken. */
export interface Scene {
  readonly name: string;
  /** The gallery's address after its slash. */
  readonly at: (idOf: (title: string) => string) => string;
  readonly act: (page: Page) => Promise<void>;
  readonly forms: readonly Form[];
  /** What the log of Meta's side shows, oldest first. */
  readonly log?: readonly LoggedRequest[];
}

const { light, dark, phone } = FORMS;
const ALL = [light, dark, phone];

const number =
  (title: string, query = ""): Scene["at"] =>
  (idOf) =>
    `${query}#/number/${idOf(title)}`;

const shown = (page: Page): Promise<void> => page.locator(".banner h2").waitFor();

/** Types a PIN and registers; a question about another attempt is answered. */
async function register(page: Page): Promise<void> {
  await shown(page);
  const panel = page.locator("[data-action=register]");
  if ((await panel.getAttribute("open")) === null) await panel.locator("summary").first().click();
  await panel.getByLabel("Two-step PIN").fill("424242");
  await panel.getByRole("button", { name: "Register", exact: true }).click();
  const goOn = panel.getByRole("button", { name: /^Register, using/u });
  await page.locator(".banner .spent").or(goOn).first().waitFor();
  if (await goOn.isVisible()) await goOn.click();
  await page.locator(".banner .spent").waitFor();
}

async function diagnose(page: Page): Promise<void> {
  await shown(page);
  const panel = page.locator("[data-action=diagnose]");
  if ((await panel.getAttribute("open")) === null) await panel.locator("summary").first().click();
  await panel.getByRole("button", { name: "Run the checks" }).click();
  await panel.locator("[data-sending]").waitFor();
  await panel.evaluate((element) => element.scrollIntoView({ block: "start" }));
}

const META = "?demo";

const NUMBER = "550000000001036";
const get = (secondsAgo: number, path: string): LoggedRequest => ({ secondsAgo, method: "GET", path, status: 200 });
const post = (secondsAgo: number, status: number): LoggedRequest => ({
  secondsAgo,
  method: "POST",
  path: `${NUMBER}/register`,
  status,
});
const REFUSED: readonly LoggedRequest[] = [
  get(243, NUMBER),
  get(243, "debug_token"),
  post(242, 400),
  get(241, "777000000000001/assigned_users"),
];
const READ_AGAIN: readonly LoggedRequest[] = [get(118, "debug_token"), get(118, "me/permissions"), get(117, NUMBER)];
const ACCEPTED: readonly LoggedRequest[] = [get(63, NUMBER), post(62, 200), get(61, NUMBER)];

/** The story of a #100, in the order in which it is told. */
export const STORY: readonly Scene[] = [
  { name: "story-1-refused", at: number("story: refused", META), act: register, forms: [light], log: REFUSED },
  {
    name: "story-2-cause",
    at: number("story: refused", META),
    act: async (page) => {
      await register(page);
      await diagnose(page);
    },
    forms: [light],
    log: [...REFUSED, ...READ_AGAIN],
  },
  {
    name: "story-3-mended",
    at: number("story: mended", META),
    act: async (page) => {
      await shown(page);
      await page.getByRole("button", { name: "Mend it" }).click();
      await page.getByText("The permission is back").waitFor();
    },
    forms: [light],
    log: [...REFUSED, ...READ_AGAIN],
  },
  {
    name: "story-4-registered",
    at: number("story: mended", META),
    act: register,
    forms: [light],
    log: [...REFUSED, ...ACCEPTED],
  },
  {
    name: "story-5-live",
    at: number("story: live", META),
    act: shown,
    forms: [light],
    log: [...REFUSED, ...ACCEPTED],
  },
];

const waitFor =
  (selector: string): Scene["act"] =>
  (page) =>
    page.locator(selector).first().waitFor();

/** What the repository shows besides. */
export const CHOSEN: readonly Scene[] = [
  { name: "list", at: () => "#/", act: waitFor(".numbers tbody tr"), forms: ALL },
  { name: "sign-in", at: () => "?page=sign-in&demo", act: waitFor("h1"), forms: ALL },
  { name: "ready", at: number("ready"), act: shown, forms: ALL },
  { name: "access-missing", at: number("access is missing"), act: shown, forms: ALL },
  { name: "diagnosis", at: number("access is missing"), act: diagnose, forms: ALL },
  { name: "out-of-attempts", at: number("out of attempts"), act: shown, forms: ALL },
  { name: "live", at: number("live"), act: shown, forms: ALL },
  { name: "banned", at: number("banned"), act: shown, forms: ALL },
  { name: "set-up", at: (idOf) => `#/setup/${idOf("ready")}`, act: waitFor(".setup > li"), forms: ALL },
  { name: "outcomes", at: () => "?demo#/outcomes", act: waitFor(".outcomes li"), forms: ALL },
  { name: "connect", at: () => "?page=connect&demo", act: waitFor("h1"), forms: ALL },
  { name: "member", at: () => "?page=member", act: waitFor(".numbers tbody tr"), forms: ALL },
];

/** Every situation of the gallery, for a folder of one's own. */
export const everyScene = (situations: readonly Exhibit[]): readonly Scene[] => [
  ...STORY,
  ...CHOSEN,
  ...situations
    .filter(({ title }) => !title.startsWith("story: "))
    .map(({ title }) => ({
      name: title.replaceAll(/[^a-z0-9]+/gu, "-"),
      at: number(title),
      act: (page: Page) => page.locator(".banner h2").waitFor(),
      forms: ALL,
    })),
];
