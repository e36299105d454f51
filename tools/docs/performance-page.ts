import { table } from "../../graph-simulator/markdown-table.ts";
import { COST_FORMULA } from "../bench/cost.ts";
import { runs, type Run } from "../bench/history.ts";
import { GENERATED, HELD } from "./markdown.ts";

type Figure = Run["figures"][number];

/** What is promised of a measure: as a ratio to the naive way, or as it is. */
interface Goal {
  readonly of: "ratio" | "ours";
  readonly most?: number;
  readonly least?: number;
}

const atMost = (most: number): Goal => ({ of: "ours", most });
const ratioAtMost = (most: number): Goal => ({ of: "ratio", most });
const ratioAtLeast = (least: number): Goal => ({ of: "ratio", least });

const GOALS: Readonly<Record<string, Goal>> = {
  "importing the functions": ratioAtMost(0.4),
  "registerPhoneNumber, first answer, refused": ratioAtMost(0.6),
  "registerPhoneNumber, first answer, whole": ratioAtMost(0.6),
  "metaWebhook, first answer, refused": ratioAtMost(0.5),
  "exactly: Firestore, in a row, first attempt": atMost(2.2),
  "exactly: Firestore, in a row, after 1 attempts, numbers and accounts": atMost(3.2),
  "exactly: Graph, in a row": atMost(3),
  "registering, warm, p50 beyond the naive way's": atMost(5),
  "registering, peak memory at 1": atMost(256),
  "registering, peak memory at 40": atMost(256),
  "the same, packed as it is uploaded": atMost(5),
  "webhook, one status each": ratioAtLeast(0.8),
  "webhook, one event each": ratioAtLeast(0.8),
  "webhook, 100 events each": ratioAtLeast(10),
};

/** What the history shows of each run. */
const HEADLINES = [
  "importing the functions",
  "registerPhoneNumber, first answer, refused",
  "registerPhoneNumber, first answer, whole",
  "metaWebhook, first answer, refused",
  "webhook, one status each",
  "webhook, 100 events each",
] as const;

/** docs/performance.md, out of the runs that were kept. */
export function performancePage(): string {
  const kept = runs();
  return [INTRODUCTION, ...(kept.length === 0 ? [] : [newest(kept)]), WHAT_WAS_DONE, NOT_TRIED, history(kept)].join(
    "\n",
  );
}

const INTRODUCTION = `# Performance

${GENERATED}

${HELD}

Registering is rare, so its first call is nearly always a cold one: that is the wait people feel. This page says what a call costs, beside
the two functions that a tutorial would write (\`functions/src/testing/naive-functions.ts\`: call Meta, write down what it said; take a
webhook, write down what it says).

\`npm run bench\` measures both as they are deployed, each function in a process of its own behind Google's functions-framework, against
the Firestore and auth emulators and the simulator of Meta. Both take turns, and ratios are medians pair by pair. A machine that is slow or
busy falsifies times, and less so ratios; what is counted (requests, documents, bytes) and the round trips called exact, which are counted
in virtual time, depend on no machine. \`npm test\` holds the counts, the exact round trips and the sizes; no test asserts a time.

\`npm run bench -- --keep\` adds a run to [performance.json](performance.json), and \`npm run docs\` brings this page up to date.
`;

/** Each measure as it was last measured: not every run takes all. */
function newest(kept: readonly Run[]): string {
  const last = new Map(
    kept.flatMap(({ at, figures }) => figures.map((figure) => [figure.measure, { ...figure, at }] as const)),
  );
  const rows = [...last.values()].map((figure) => [
    figure.measure,
    `${shown(figure.ours)} ${figure.unit}`,
    figure.naive === null ? "" : `${shown(figure.naive)} ${figure.unit}`,
    figure.ratio === null ? "" : shown(figure.ratio),
    goal(figure),
    figure.at.slice(0, 16).replace("T", " "),
  ]);
  return `## The newest figures

A goal in bold is missed.

${table(["measure", "ours", "naive", "ratio", "goal", "measured"], rows)}

First answers count from the start of the process. Refused: nobody is signed in, or Meta has not signed. Whole: a number is registered, or
an event is stored. Functions that the naive way lacks are compared with its registration. Memory is with the heap that Node takes in a
container of 256 MiB. Runs up to 2026-11-28 had a nursery of the usual size beside it, which takes more memory, and more time for collecting it.

A million registrations: ${COST_FORMULA}.
`;
}

function goal({ measure, ours, ratio }: Figure): string {
  const wanted = GOALS[measure];
  if (wanted === undefined) return "";
  const value = wanted.of === "ours" ? ours : (ratio ?? Number.NaN);
  const isMet = value <= (wanted.most ?? Infinity) && value >= (wanted.least ?? -Infinity);
  const words = `${wanted.of === "ratio" ? "ratio " : ""}${wanted.most === undefined ? `≥ ${wanted.least}` : `≤ ${wanted.most}`}`;
  return isMet ? words : `**${words}**`;
}

/** Times are processor time, as a share of the naive way's. */
const BROUGHT: readonly (readonly string[])[] = [
  [
    "the SDKs of Firestore and HTTP are loaded by the first call that needs them, while Firebase Auth is asked who calls",
    "importing takes 0.62 of the naive way's processor time instead of 1.2; a refused call never loads them, the webhook never loads Graph's client",
  ],
  [
    "one bundle (esbuild, nothing shortened: stack traces name functions, and Firestore's SDK knows its classes)",
    "0.31: an instance opens a few files instead of eleven hundred",
  ],
  [`\`import * as z from "zod"\` instead of \`import { z }\``, "0.25: 570 kB of languages are left out"],
  [
    "a callable's schema is made by the first call that needs it",
    "46 schemas are made at the start instead of 534: an eighth of the processor time of importing; a refused call and the webhook make none of them",
  ],
  [
    "a settlement is written under the condition that nobody changed the documents since the reservation; they are read only if somebody did",
    "one round trip to Firestore less in every call, and two documents read less",
  ],
  [
    "a ledger that was not counted is not read a second time",
    "one round trip and two documents less on a number's first attempt",
  ],
  ["the token's circuit breaker is read beside the ledger", "one round trip less"],
  [
    "the number and the token are read while the reservation is written, once the ledger was seen free",
    "Firestore's and Graph's round trips in a row, together: five instead of seven, six instead of nine on a first attempt",
  ],
  [
    "a number that has no documents is reserved by creating them, beside the request that reads them and the one that looks for earlier attempts",
    "two round trips to Firestore in a row on a first attempt instead of four; three, and no longer four, where the reconciler or another call has met the number before. A later attempt has as many as it had, and two more requests beside them: the audit documents of the last 72 hours are read, and a create fails",
  ],
  [
    "a number is asked for in one request; only where Meta refuses a field is it asked for apart, and for that token at once from then on",
    "four requests to Meta in a registration instead of eight",
  ],
  [
    "a number that is refreshed is read beside its token and its document",
    "one round trip to Graph and one to Firestore less",
  ],
  [
    "what deliveries are about is looked up together for those that come while another look-up is under way",
    "on a quiet machine statuses, which are nearly everything that comes, went from 0.59 of the naive way's deliveries a second to 0.86 and 0.96, other events from 0.57 to 0.71 and 0.74",
  ],
  [
    "an event is written on the strength of the document that was looked up for it, and the ledger is made due without being read; both are read only where somebody came between",
    "one round trip and two documents read less for each event: from 0.74 of the naive way's deliveries a second to between 1.05 and 1.24 in three runs",
  ],
  [
    "the time limit of a request to Firestore is a plain timer; one of `node:timers/promises` was made before, and aborting it makes an error with a stack each time",
    "a third of the processor time of the reconciler's own tests",
  ],
];

const WHAT_WAS_DONE = `## What was done, and what it brought

${table(["measure", "brought"], BROUGHT)}

Reading while the reservation is written needs no more trust than before: the reservation is only written if the ledger is as it was read,
so no other call can have changed the number between. Where one did, the reading starts over. If two calls find a ledger free at the
same moment, the later one has begun to read as well: it reads in vain, and sends nothing. On a number's first attempt
none does, as reading begins on word that the documents were created.

Creating first has to date an attempt before Firestore has told its time. It is dated by the instance's clock, and where the time of the
commit then differs by more than five seconds, it is dated anew before anything is sent. Until it is settled its ledger does not say of
itself that it counts everything; where earlier attempts turn up, the reservation is taken back and made again with them. A time later than
the write that it came with is not believed, so that an instance with a clock ahead, if it dies at once, holds no number longer than a lease.

Every reading that proves something is made as before: the number before and after, with every field, and the token.

## Where a cold registration's time goes

Importing and a refused call reach their goals; a whole first call does not, and no order of our own code brings it there. Counted in processor
time of the deployed code behind the framework, to the end of the first registration, ours took 1976 ms and the naive way 2046, with a
profiler; when it listened, 606 against 1565. A profile of the first says where the rest goes, of 2215 ms at work:

- 275 ms compile what is read: two thirds of it is the SDK of Firestore, 6.6 of the 9.7 MB. Every function in it is scanned once with its file,
  and a second time when its module is asked for.
- 255 ms are one call of that SDK, the first: it builds its gRPC client out of a description of every message that Firestore and its
  administration know (\`loadProtoJSON\`).
- 95 ms load Node's \`fetch\`, which axios does when it is imported.
- 173 ms collect garbage in a heap that is as small as the instance's.

The naive way pays all of this as well, so it counts in both halves of the ratio. What it does not pay is our eight further requests, each
of which runs through code that V8 has never run before.

Bundling the naive function like ours shows how little that brings to a whole answer: its first one then takes 0.74 to
0.87 of the time (medians of four runs), and it makes one request to Meta and one to Firestore. In one first answer of ours, which took 1,560 ms
while it was traced, 490 went by until the function was called, 490 loading the SDKs while Firebase Auth was asked, 220 building the gRPC client,
and 360 in the ten requests to Firestore and Meta, their answers and the reply. The naive way took some 1,350 then: a ratio of 0.6 leaves 810
and so no time for the last two. It would take a client of Firestore's that loads in a fraction of the time; one of our own, tried below, would
come to some 0.67.

## Where a warm registration's time goes

A profile of the deployed code, warm, against the emulators, taken before the last three measures: a call of 137 ms spent 55 of them waiting
and some 70 at work, where the naive way worked for 13. Processor time goes with the number of requests, about five ms each, the naive way's two
as well as ours. A fifth of it is the \`domain\` module, by which the functions-framework follows every promise; our own code is one twentieth, zod
one hundredth. Nothing else stands out, so what was wasted was requests and waiting: fourteen requests of a first attempt then, ten now, and two round trips
to Firestore less in a row. Measured again on a machine that did nothing else, on 2026-11-29: 54 ms a call, where the naive way takes 15, and 29 ms of
processor time, where it takes 6.

What is left beyond the naive way: ours asks Firebase Auth whether the caller still may (the naive way trusts a sign-in that was withdrawn an hour
ago), reserves before it posts, and reads before and after. A number that the configuration does not name costs one more round trip to
Firestore: where it belongs is read before anything is reserved, since that says who may act for it. Runs up to 2026-11-29 measured such
numbers, later ones measure numbers that are named. No order of these requests comes to five ms beyond a function that makes none of them, on
emulators where a single round trip takes longer. \`npm run bench -- parts\` measures what each part takes alone: recognising the caller, one
write and one read of Firestore, one request to the simulator of Meta.

## Tried and dropped

- **A minified bundle**: 40 % fewer bytes, and no time that could be measured; stack traces lose their lines.
- **Firestore over REST** (\`preferRest\`): the SDK loads gRPC all the same, as its file for listening imports it. With that import redirected
  while bundling, and a client of Google's authentication handed in for the emulator, a process that starts, and reads and writes three times,
  takes 0.95 of the time and 0.87 of the processor time (medians of fifteen): building the description of every message and the generated classes
  are what takes the time, and REST needs them as well. Warm, a read and a write take four times the processor time, 10 ms instead of 2.5.
- **A client of Firestore of our own, over REST and axios**: the same process takes 0.39 of the time, 245 ms less, and a read and a write warm
  take 1.6 instead of 2.5 ms of processor time. A whole first answer took 717 ms on that machine, the naive way's 710: with 245 ms less its
  ratio would be some 0.67, still above 0.6, and warm it would save less than one ms of the 34 beyond the naive way. For that we would own what
  the SDK does for us: encoding, queries, retries, credentials, limits of time. It is not what this project is for.
- **Leaving parts of Firestore's SDK out of the bundle** (the admin client, the generated classes): the SDK needs the classes
  itself, and the admin client is a small part of what loading takes. A bundle that differs from what its authors test is not worth that.
- **The compile cache, written at build**: where it is accepted, importing takes 18 % less processor time and loading the SDKs 28 %. But the same
  code at another path found nothing in one that was written here, and another user could not even open its folder: Node names it
  after the version, the processor and the user's id. It would have to be written in Cloud Build by a \`gcp-build\` script, for which the
  development packages are installed there. Whether that user is the one of Cloud Run cannot be seen without a deployment.
- **A bundle without blanks and comments, with source maps**: 37 % fewer bytes, between nothing and 6 % of loading the SDKs. Traces then need the
  maps uploaded, and every error the time to read them.
- **Having V8 compile modules when it first sees them** (parentheses around the bundler's wrappers): 6 % of loading the SDKs, for a step that
  rewrites the bundler's output.
- **JSON as text in the bundle** (\`JSON.parse\` instead of a literal, for Firestore's descriptions and a table of media types): 5 % of loading the
  SDKs, twenty ms.
- **Keeping Node's \`fetch\` out** (50 ms of processor time): axios asks for it by importing \`http\` as an ES module, by its fetch adapter and by
  looking for \`FormData\`. With the first two gone it is loaded all the same.
- **One bundle for each function**: what they share is nearly everything, since the schemas are made late, and what a bundle of one small
  function brings is told above.
- **Classes that are generated for Google's clients, left in \`node_modules\` until somebody asks for one** (nobody does): 6.2 instead of 9.4 MB
  of code, and no time that could be measured (first whole answer 1,406 and 1,407 ms, medians of eleven).
- **More memory**: with the heaps of 512 MiB and 1 GiB a first whole answer takes 0.99 and 0.96 of what it takes in 256 MiB, the naive way's 1.01
  and 0.97. A second processor would have nothing to do: the measuring machine has two.
- **Opening Firestore's channel while Firebase Auth is asked**: that wait is filled already, by loading the SDKs, and on one processor the client
  is built before or after and takes as long.
- **\`zod/mini\`**: \`zod\` is 165 kB of two megabytes once its languages are gone, and every schema would have to be written anew.
`;

/** What nobody has tried yet, so that nobody takes it for done. */
const NOT_TRIED = `## Not tried yet

Two round trips to Firestore on a later attempt, too: it would take an instance that remembers how it left a number's documents, and the next
attempt seldom comes to the same instance. Figures of a deployment: everything here is one machine's.
`;

function history(kept: readonly Run[]): string {
  const rows = kept.map(({ at, load, figures }) => [
    at.slice(0, 16).replace("T", " "),
    shown(load),
    ...HEADLINES.map((measure) => {
      const figure = figures.find((each) => each.measure === measure);
      return figure?.ratio == null ? "" : shown(figure.ratio);
    }),
  ]);
  return `## History

Ratios to the naive way; of webhooks, more is better. Load: how many processes wanted to run; far more than processors, and times are worth
little.

${table(["run", "load", ...HEADLINES], rows)}
`;
}

const shown = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
