import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { z } from "zod";
import { root } from "../root.ts";
import { SetupError } from "../setup/progress.mjs";
import { portOwner, type PortOwner } from "./port-owner.ts";

const HOST = "127.0.0.1";
const HIGHEST = 65_535;

/**
 * Ports above 1023 that browsers, and Node's `fetch`, send nothing to (Fetch Standard, "bad port"): a page behind one of them
 * cannot be opened.
 */
const REFUSED_BY_BROWSERS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** What each port is for, in words for a message. */
const NAMES = {
  auth: "Auth emulator",
  functions: "Functions emulator",
  firestore: "Firestore emulator",
  websocket: "Firestore emulator's web socket",
  hosting: "Hosting emulator",
  hub: "emulator hub",
  logging: "emulator log",
  eventarc: "Eventarc emulator",
  tasks: "Cloud Tasks emulator",
  ui: "Emulator UI",
} as const;

const SIMULATOR = "graph simulator";

/** A TCP port on 127.0.0.1 for each part of the emulator suite. */
export type EmulatorPorts = Record<keyof typeof NAMES, number>;

const Port = z.object({ port: z.int() });
const FirebaseJson = z.object({
  emulators: z.object({
    auth: Port,
    functions: Port,
    firestore: z.object({ port: z.int(), websocketPort: z.int() }),
    hosting: Port,
    hub: Port,
    logging: Port,
    eventarc: Port,
    tasks: Port,
    ui: Port,
  }),
});

/**
 * The ports of firebase.json, all moved by `EMULATOR_PORT_OFFSET`.
 *
 * @throws SetupError when the offset is no whole number, or moves a port out of range.
 */
export function chosenPorts(env: NodeJS.ProcessEnv = process.env): EmulatorPorts {
  const { emulators } = FirebaseJson.parse(JSON.parse(readFileSync(path.join(root, "firebase.json"), "utf8")));
  const { firestore, auth, functions, hosting, hub, logging, eventarc, tasks, ui } = emulators;
  const ports: EmulatorPorts = {
    auth: auth.port,
    functions: functions.port,
    firestore: firestore.port,
    websocket: firestore.websocketPort,
    hosting: hosting.port,
    hub: hub.port,
    logging: logging.port,
    eventarc: eventarc.port,
    tasks: tasks.port,
    ui: ui.port,
  };
  return movedBy(ports, env["EMULATOR_PORT_OFFSET"] ?? "0");
}

function movedBy(ports: EmulatorPorts, offset: string): EmulatorPorts {
  const moved = mapPorts(ports, (port) => port + Number(offset));
  const usable = /^-?\d+$/u.test(offset) && Object.values(moved).every((port) => port >= 1024 && port <= HIGHEST);
  const refused = Object.values(moved).find((port) => REFUSED_BY_BROWSERS.has(port));
  if (usable && refused !== undefined)
    throw new SetupError(`EMULATOR_PORT_OFFSET=${offset} cannot be used: browsers refuse port ${refused}.`);
  if (usable) return moved;
  const range = `${1024 - Math.min(...Object.values(ports))} to ${HIGHEST - Math.max(...Object.values(ports))}`;
  throw new SetupError(`EMULATOR_PORT_OFFSET=${offset} cannot be used: it must be a whole number from ${range}.`);
}

/** The port of the graph simulator: `SIMULATOR_PORT`, else 4010. */
export function simulatorPort(env: NodeJS.ProcessEnv = process.env): number {
  const text = env["SIMULATOR_PORT"] ?? "4010";
  if (REFUSED_BY_BROWSERS.has(Number(text)))
    throw new SetupError(`SIMULATOR_PORT=${text} cannot be used: browsers refuse it.`);
  if (/^\d{1,5}$/u.test(text) && Number(text) > 0 && Number(text) <= HIGHEST) return Number(text);
  throw new SetupError(`SIMULATOR_PORT=${text} is no TCP port: give a number from 1 to ${HIGHEST}.`);
}

/** Ports that nothing listens on, from a range that the system does not hand out by itself and no browser refuses. */
export async function freePorts(): Promise<EmulatorPorts> {
  const names = Object.keys(NAMES) as (keyof EmulatorPorts)[];
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = 20_000 + 16 * Math.floor(Math.random() * 700);
    const ports = names.map((name, index) => [name, first + index] as const);
    const free = await Promise.all(ports.map(([, port]) => isFree(port)));
    if (free.every(Boolean)) return Object.fromEntries(ports) as EmulatorPorts;
  }
  throw new SetupError("No block of free TCP ports was found between 20000 and 31200.");
}

/** One port that nothing listens on. */
export async function freePort(): Promise<number> {
  return (await freePorts()).ui;
}

/**
 * Makes sure that every port is free.
 *
 * @throws SetupError naming each port that is taken, by whom, and how to choose others.
 */
export async function requireFree(ports: EmulatorPorts, also: { ui: boolean; simulator?: number }): Promise<void> {
  const wanted = Object.entries(ports).map(([name, port]) => ({ name: NAMES[name as keyof EmulatorPorts], port }));
  if (!also.ui)
    wanted.splice(
      wanted.findIndex(({ name }) => name === NAMES.ui),
      1,
    );
  const simulator = also.simulator === undefined ? [] : [{ name: SIMULATOR, port: also.simulator }];
  const taken: TakenPort[] = [];
  for (const { name, port } of [...wanted, ...simulator]) {
    if (!(await isFree(port))) taken.push({ name, port, owner: await portOwner(port) });
  }
  if (taken.length > 0) throw new SetupError(portsTaken(taken));
}

/** A port that something else listens on. */
export interface TakenPort {
  name: string;
  port: number;
  owner: PortOwner | undefined;
}

/** Says which ports are taken, by whom, and how to choose others. */
export function portsTaken(taken: readonly TakenPort[]): string {
  const lines = taken.map(({ name, port, owner }) => {
    const by =
      owner === undefined
        ? "a process that this user cannot see"
        : `process ${owner.pid} (${shortened(owner.command)})`;
    return `  ${port} (${name}) by ${by}`;
  });
  const advice = taken.some(({ name }) => name === SIMULATOR)
    ? "Stop what uses them, or choose others: EMULATOR_PORT_OFFSET=3000 moves the emulators' ports, SIMULATOR_PORT=5010 sets the simulator's."
    : "Stop what uses them, or choose others: EMULATOR_PORT_OFFSET=3000 moves all the emulators' ports by 3000.";
  return ["These ports are taken:", ...lines, advice].join("\n");
}

function shortened(command: string): string {
  return command.length > 100 ? `${command.slice(0, 97)}...` : command;
}

function mapPorts(ports: EmulatorPorts, change: (port: number) => number): EmulatorPorts {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, change(port)])) as EmulatorPorts;
}

/** Both ways are tried: on macOS one may listen beside a listener on all addresses. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port)) && !(await answers(port));
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.setTimeout(500, () => end(false));
  });
}
