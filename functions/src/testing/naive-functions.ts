// The two functions as tutorials write them, to compare with: they call Meta, then write down what it said. No ledger, no lease, no
// reading before or after; no signature, no order, and a second delivery is a second event.
import axios from "axios";
import { initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { HttpsError, onCall, onRequest } from "firebase-functions/https";
import { z } from "zod";

const Request = z.object({ phoneNumberId: z.string(), pin: z.string() });

interface Change {
  readonly field: string;
  readonly value: {
    readonly display_phone_number?: string;
    readonly event?: string;
    readonly metadata?: { readonly phone_number_id: string };
    readonly statuses?: readonly { readonly id: string; readonly status: string }[];
  };
}

interface Delivery {
  readonly entry?: readonly { readonly changes: readonly Change[] }[];
}

initializeApp();
const db = getFirestore();
const numbers = db.collection("naiveNumbers");

export const registerPhoneNumber = onCall(async (request) => {
  if (request.auth?.token["whatsappOperator"] !== true) throw new HttpsError("unauthenticated", "Sign in first.");
  const { phoneNumberId, pin } = Request.parse(request.data);
  const url = `${process.env["META_GRAPH_BASE_URL"]}/v25.0/${phoneNumberId}/register`;
  const headers = { authorization: `Bearer ${process.env["META_SYSTEM_USER_TOKEN"]}` };
  const { data } = await axios.post<{ success: boolean }>(url, { messaging_product: "whatsapp", pin }, { headers });
  await numbers.doc(phoneNumberId).set({ registered: data.success });
  return { status: data.success ? "registered" : "failed" };
});

export const metaWebhook = onRequest(async (request, response) => {
  const { entry = [] } = request.body as Delivery;
  for (const { changes } of entry) for (const change of changes) await take(change);
  response.sendStatus(200);
});

async function take({ field, value }: Change): Promise<void> {
  if (field === "messages") {
    const number = numbers.doc(value.metadata?.phone_number_id ?? "");
    for (const { id, status } of value.statuses ?? []) await number.collection("messages").doc(id).set({ status });
    return;
  }
  const found = await numbers.where("digits", "==", value.display_phone_number ?? "").get();
  for (const { ref } of found.docs) {
    await ref.collection("events").add({ field, value });
    await ref
      .collection("state")
      .doc("newest")
      .set({ [field]: value.event ?? null });
  }
}
