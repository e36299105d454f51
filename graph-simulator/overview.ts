import { MAGIC_NUMBERS } from "./magic-numbers.ts";
import { APP_ID, APP_SECRET, MAGIC_WABAS, WABA_ID } from "./magic/places.ts";
import { PLAIN_NUMBER_ID } from "./magic/plain.ts";
import { DEFAULT_TOKEN, MAGIC_TOKENS } from "./magic/tokens.ts";
import type { World } from "./world.ts";

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${line("th", heads)}</thead><tbody>${rows.map((row) => line("td", row)).join("")}</tbody></table>`;
}

/** The page at `GET /_simulator`: what this is, the tables, and how to move things. */
export function overview(world: World): string {
  const numbers = MAGIC_NUMBERS.map((row) => [row.id, row.title, row.note, row.standing]);
  const tokens = MAGIC_TOKENS.map((row) => [row.token, row.title, row.note]);
  const wabas = MAGIC_WABAS.map((row) => [row.state.id, row.title]);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Graph simulator</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color-scheme: light dark }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top }
tr { border-bottom: 1px solid #8884 } td:first-child, code, pre { font-family: ui-monospace, monospace; font-size: 13px }
</style></head>
<body>
<h1>Graph simulator</h1>
<p>A stand-in for Meta's Graph API. It keeps its state in memory, listens on this machine only, and never calls Meta. Use no real token with it.</p>
<ul>
<li>Token: <code>${DEFAULT_TOKEN}</code></li>
<li>App: <code>${APP_ID}</code>, secret <code>${APP_SECRET}</code></li>
<li>WhatsApp Business Account: <code>${WABA_ID}</code></li>
<li>Plain phone number id: <code>${PLAIN_NUMBER_ID}</code>, PIN 123456</li>
<li>Its clock shows ${new Date(world.clock.now()).toISOString()}</li>
</ul>
<h2>Control</h2>
<pre>GET    /_simulator/requests?phoneNumberId=…&amp;endpoint=register   what was received (DELETE empties the log)
POST   /_simulator/reset                                     back to the start
POST   /_simulator/clock    {"advanceSeconds":259200}        move the clock, here by 72 hours
PATCH  /_simulator/state/numbers/{id}   {"pin":"654321"}     change a number; also tokens, wabas, apps (GET shows them)
POST   /_simulator/webhooks/target   {"url":"…"}              where webhooks go; /webhooks/send sends one
POST   /_simulator/signups  {"end":"verified"}                a customer ends Meta's dialog; /departures: one leaves
POST   /_simulator/faults   {"match":{"endpoint":"register"},"fault":{"kind":"hang"},"times":1}</pre>
<h2>Magic phone number ids</h2>
${table(["id", "what happens", "note", "standing"], numbers)}
<h2>Tokens</h2>
${table(["token", "what it is", "note"], tokens)}
<h2>WhatsApp Business Accounts</h2>
${table(["id", "what it is"], wabas)}
</body></html>
`;
}
