import type { TransferView } from "#domain/payments/bank-schema";
import { type Answer, answered, proofsOf } from "./api.ts";

/** A slip over a phone's line may take its time, milliseconds. */
const PATIENCE_MS = 180_000;

/** Sends a slip, and says meanwhile how much of it has left. `fetch` cannot tell. */
export const sendProof = (
  token: string,
  form: FormData,
  onPercent: (percent: number) => void,
): Promise<Answer<TransferView>> => answered<TransferView>(posted(proofsOf(token), form, onPercent));

function posted(address: string, form: FormData, onPercent: (percent: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.timeout = PATIENCE_MS;
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onPercent(Math.floor((loaded / total) * 100));
    };
    request.onload = () => {
      const wait = request.getResponseHeader("Retry-After");
      const headers = wait ? { "Retry-After": wait } : undefined;
      resolve(new Response(request.responseText, { status: request.status, ...(headers && { headers }) }));
    };
    request.onerror = request.ontimeout = () => reject(new Error("no answer"));
    request.send(form);
  });
}
