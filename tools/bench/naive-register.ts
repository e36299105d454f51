import type { Firestore } from "../product-packages.ts";

/** What a tutorial does: call Meta, then write down whether it worked. No ledger, no reading before or after, no lease. */
export async function naiveRegister(
  db: Firestore,
  graph: { readonly url: string; readonly token: string },
  { phoneNumberId, pin }: { phoneNumberId: string; pin: string },
): Promise<void> {
  const response = await fetch(`${graph.url}/v25.0/${phoneNumberId}/register`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${graph.token}` },
    body: JSON.stringify({ messaging_product: "whatsapp", pin }),
  });
  await response.text();
  await db.collection("naiveNumbers").doc(phoneNumberId).set({ registered: response.ok });
}
