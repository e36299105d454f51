import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";
import type { Firestore } from "../product-packages.ts";

interface Change {
  readonly field: string;
  readonly value: {
    readonly display_phone_number?: string;
    readonly event?: string;
    readonly metadata?: { readonly phone_number_id: string };
    readonly statuses?: readonly { readonly id: string; readonly status: string }[];
  };
}

/**
 * What a tutorial does with a webhook: no signature, one change after the other, each looked up and written by itself, under ids that
 * make a second delivery a second event, and what comes last wins.
 */
export function naiveWebhook(db: Firestore): Server {
  return createServer((request, response) => {
    const take = async (): Promise<void> => {
      const body = (await json(request)) as { entry: readonly { changes: readonly Change[] }[] };
      for (const { changes } of body.entry) for (const change of changes) await takeChange(db, change);
      response.writeHead(200).end();
    };
    take().catch(() => response.writeHead(500).end());
  });
}

async function takeChange(db: Firestore, { field, value }: Change): Promise<void> {
  const numbers = db.collection("whatsappNumbers");
  if (field === "messages") {
    const id = value.metadata?.phone_number_id ?? "";
    for (const status of value.statuses ?? []) {
      await numbers.doc(id).collection("naiveMessages").doc(status.id).set({ status: status.status });
    }
    return;
  }
  const found = await numbers.where("digits", "==", value.display_phone_number ?? "").get();
  for (const { ref } of found.docs) {
    await ref.collection("naiveEvents").add({ field, value });
    await ref
      .collection("naiveState")
      .doc("newest")
      .set({ [field]: value.event ?? null });
  }
}
