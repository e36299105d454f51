import type { MessageStage, TestMessageDocument } from "../../../functions/src/contract/test-message.ts";

/** One station on a test message's way. */
export interface Station {
  readonly label: string;
  readonly state: "reached" | "ahead" | "failed";
}

const STATIONS = [
  ["sent", "Taken by Meta"],
  ["delivered", "On the phone"],
  ["read", "Read"],
] as const satisfies readonly (readonly [MessageStage, string])[];

const LIVE: Readonly<Record<MessageStage, string>> = {
  sent: "Meta has the message. Waiting for the phone.",
  delivered: "The message is on the phone: the number works.",
  read: "The message was read: the number works.",
  failed: "Meta could not deliver the message.",
};

/** How far a message has come: its stations and one sentence. */
export function messageStations({ status }: Pick<TestMessageDocument, "status">): {
  readonly stations: readonly Station[];
  readonly sentence: string;
} {
  const reached = STATIONS.findIndex(([name]) => name === status);
  const stations: Station[] = STATIONS.map(([, label], index) => ({
    label,
    state: status === "failed" ? (index === 0 ? "reached" : "ahead") : index <= reached ? "reached" : "ahead",
  }));
  const way = status === "failed" ? stations.with(1, { label: "Failed", state: "failed" }).slice(0, 2) : stations;
  return { stations: way, sentence: LIVE[status] };
}
