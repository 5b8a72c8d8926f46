import type { Message } from "../core/world.ts";
import type { MailErrorName } from "./errors.ts";

type ReadMail = Pick<Message, "from" | "to" | "subject" | "text" | "html" | "headers" | "attachments">;

const ADDRESS = /^[^\s@<>",]+@[^\s@<>",]+\.[^\s@<>",]+$/;
const NAMED_ADDRESS = /^[^<>\r\n]*<([^<>]+)>$/;
const MOST_RECIPIENTS = 50;

/** Reads the JSON body of `POST /emails`; a refusal has one of Resend's names. */
export function readMail(text: string): ReadMail | { name: MailErrorName; message?: string } {
  const body = parseObject(text);
  if (!body) return { name: "not_json" };
  for (const field of ["from", "to", "subject"]) {
    if (!body[field]) return { name: "missing_required_field", message: `Missing \`${field}\` field.` };
  }
  if (!body.html && !body.text) return { name: "missing_required_field", message: "Missing `html` or `text` field." };
  if (typeof body.from !== "string" || !isAddress(body.from)) return { name: "invalid_from_address" };
  const to = [body.to].flat();
  if (to.length > MOST_RECIPIENTS)
    return { name: "validation_error", message: "The `to` field takes at most 50 addresses." };
  if (!to.every((one) => typeof one === "string" && isAddress(one))) {
    return {
      name: "validation_error",
      message: "Invalid `to` field. An address needs to follow the `email@example.com` format.",
    };
  }
  if (typeof body.subject !== "string" || /[\r\n]/.test(body.subject)) {
    return { name: "validation_error", message: "The `subject` must be one line of text." };
  }
  const attachments = [body.attachments ?? []].flat() as { filename?: string; content?: unknown; path?: unknown }[];
  if (!attachments.every((one) => one.content || one.path)) return { name: "invalid_attachment" };
  return {
    from: body.from,
    to: to as string[],
    subject: body.subject,
    html: String(body.html ?? ""),
    text: String(body.text ?? ""),
    headers: (body.headers ?? {}) as Record<string, string>,
    attachments: attachments.map((one) => one.filename ?? "unnamed"),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isAddress(text: string): boolean {
  return ADDRESS.test(NAMED_ADDRESS.exec(text)?.[1] ?? text);
}
