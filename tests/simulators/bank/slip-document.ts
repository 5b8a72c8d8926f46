import { type Slip, slipAmount, slipRows } from "./slip.ts";

/** A transfer slip as a PDF of one page. */
export function slipDocument(slip: Slip): Buffer {
  const lines = [
    "Transfer slip (simulated: no money moved)",
    slipAmount(slip),
    `Reference: ${slip.reference}`,
    ...slipRows(slip).map(([name, value]) => `${name}: ${value}`),
  ];
  const content = `BT /F1 14 Tf 22 TL 56 780 Td ${lines.map((line) => `(${escaped(line)}) Tj T*`).join(" ")} ET`;
  return pdf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ]);
}

/** Objects, the table of where each begins, and the trailer. */
function pdf(objects: readonly string[]): Buffer {
  let text = "%PDF-1.4\n";
  const starts = objects.map((object, place) => {
    const start = text.length;
    text += `${place + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(`${text}xref\n0 ${size}\n0000000000 65535 f \n${table}${end}`, "latin1");
}

/** ASCII alone, so that a sign is a byte. */
function escaped(line: string): string {
  return line.replaceAll(/[^ -~]/g, "?").replaceAll(/[\\()]/g, "\\$&");
}
