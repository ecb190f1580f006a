import type { Activity } from './Activity.ts';

/*
 * The history as a table for spreadsheets and for programs: RFC 4180, so commas, CRLF and doubled quotes. It begins with
 * a byte order mark, because without one Excel reads UTF-8 as something else; others skip it. Names of columns and words
 * are English in every language, and times are UTC (RFC 3339), so that files of several people fit together.
 */

type Column = (line: Activity) => string | undefined;

const COLUMNS: Readonly<Record<string, Column>> = {
  time: ({ atMs }) => new Date(atMs).toISOString(),
  type: ({ type }) => type,
  kind: ({ kind }) => kind,
  organisation: ({ organisation }) => organisation,
  subscriber: ({ subscriber }) => subscriber,
  application: ({ application }) => application,
  decision: ({ decision }) => decision,
  outcome: ({ outcome }) => outcome,
  number_matching: ({ method }) => method?.match,
  user_verification: ({ method }) => method?.userVerification,
  decided_in: ({ method }) => method?.by,
  city: ({ place }) => place?.city,
  region: ({ place }) => place?.region,
  country: ({ place }) => place?.country,
  address: ({ place }) => place?.address,
};

export function activityCsv(lines: readonly Activity[]): string {
  const rows = [Object.keys(COLUMNS), ...lines.map((line) => Object.values(COLUMNS).map((column) => column(line) ?? ''))];
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
