import { RULES } from "../../functions/src/testing/architecture.ts";
import { DOMAIN_FLOORS, HOUSE } from "../../functions/src/testing/house.ts";
import { table } from "../../graph-simulator/markdown-table.ts";
import { PARTS } from "../testing/parts.ts";
import { between } from "./between.ts";
import { flowchart } from "./flowchart.ts";
import { cell, code } from "./markdown.ts";

/** The page with its pictures and tables made anew from the tables that the tests enforce. @throws Error when markers are missing. */
export function withArchitecture(page: string): string {
  const parts: Readonly<Record<string, string>> = {
    "rooms-picture": roomsPicture(),
    rooms: roomsTable(),
    floors: floorsPicture(),
    rules: [...RULES.map(({ says }) => says), NO_CIRCLE].map((says) => `- ${says}`).join("\n"),
    "parts-picture": flowchart(
      Object.fromEntries(PARTS.map(({ folder, may }) => [folder, [...new Set(may.map(partOf))]])),
    ),
    parts: partsTable(),
  };
  return Object.entries(parts).reduce((current, [name, content]) => between(current, name, content), page);
}

const NO_CIRCLE = "No file imports itself by way of others, anywhere in the repository; imports of types count.";

const PORTS = "app/ports.ts";

/** A folder or a file. */
const named = (path: string): string => (path.endsWith(".ts") ? path : `${path}/`);

/** The name of a room in the picture. */
const roomName = (name: string): string => (name === "ports" ? PORTS : name);

function roomsPicture(): string {
  const rooms = Object.entries(HOUSE).map(([name, { may }]) => [name, may.map(roomName)] as const);
  const ports = HOUSE["app"]?.may ?? [];
  return flowchart({ ...Object.fromEntries(rooms), app: [PORTS], [PORTS]: ports });
}

function roomsTable(): string {
  const rows = Object.entries(HOUSE).map(([name, { may, packages, because }]) => [
    code(named(name)),
    list(may.map(roomName).map(named)),
    list(packages.map((one) => (one === "node:" ? "Node's own" : one))),
    cell(because),
  ]);
  return table(["room", "may import", "packages", "because"], rows);
}

function floorsPicture(): string {
  const entries = DOMAIN_FLOORS.flatMap((rooms, floor) =>
    rooms.map((room) => [room, DOMAIN_FLOORS[floor - 1] ?? []] as const),
  );
  return flowchart(Object.fromEntries(entries));
}

/** The part in which a folder of its table lies: the one furthest in. */
function partOf(folder: string): string {
  const owners = PARTS.map((part) => part.folder).filter((one) => folder === one || folder.startsWith(`${one}/`));
  return owners.toSorted((one, other) => other.length - one.length)[0] ?? folder;
}

function partsTable(): string {
  const rows = PARTS.map(({ folder, may, testsMay, because }) => [
    code(`${folder}/`),
    list(may.map(named)),
    list(testsMay.map(named)),
    cell(because),
  ]);
  return table(["part", "may import", "its tests also", "because"], rows);
}

const list = (names: readonly string[]): string =>
  names.map((name) => (name === "Node's own" ? name : code(name))).join(", ");
