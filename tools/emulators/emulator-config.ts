import { z } from "zod";
import type { EmulatorPorts } from "./ports.ts";

const FirebaseJson = z.looseObject({
  functions: z.looseObject({}),
  hosting: z.looseObject({
    headers: z.array(z.looseObject({ headers: z.array(z.object({ key: z.string(), value: z.string() })) })),
  }),
});

/**
 * The firebase.json of one run: its ports, its functions folder, and a Content-Security-Policy under which the page
 * may also talk to the emulators.
 *
 * @param text firebase.json
 * @param functions folder of the functions, relative to the repository's root
 */
export function emulatorConfig(text: string, ports: EmulatorPorts, functions: string): string {
  const config = FirebaseJson.parse(JSON.parse(text));
  const at = (port: number): { host: string; port: number } => ({ host: "127.0.0.1", port });
  for (const header of config.hosting.headers.flatMap(({ headers }) => headers)) {
    if (header.key === "Content-Security-Policy") header.value = allowingEmulators(header.value);
  }
  return JSON.stringify({
    ...config,
    functions: { ...config.functions, source: functions },
    emulators: {
      singleProjectMode: true,
      auth: at(ports.auth),
      functions: at(ports.functions),
      firestore: { ...at(ports.firestore), websocketPort: ports.websocket },
      hosting: at(ports.hosting),
      hub: at(ports.hub),
      logging: at(ports.logging),
      eventarc: at(ports.eventarc),
      tasks: at(ports.tasks),
      ui: { enabled: true, ...at(ports.ui) },
    },
  });
}

/** In the emulators the simulator serves the script that a page which opens Meta's dialog has from Meta. */
function allowingEmulators(policy: string): string {
  return policy
    .replace("connect-src ", "connect-src http://127.0.0.1:* http://localhost:* ")
    .replace(/(script-src [^;]*https:\/\/connect\.facebook\.net)/u, "$1 http://127.0.0.1:*");
}
