/**
 * A table for spreadsheets and for programs (RFC 4180): commas, CRLF and doubled quotes. It begins with a byte order mark,
 * because without one Excel reads UTF-8 as something else; others skip it.
 */
export function csvTableOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(text: string): string {
  const harmless = asText(text);
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * Names come from the network, and a spreadsheet takes what begins like this for a formula that it carries out; behind an
 * apostrophe it is text (OWASP, "CSV Injection"). Full-width signs are read as the plain ones in some countries.
 */
function asText(text: string): string {
  return /^\s*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
