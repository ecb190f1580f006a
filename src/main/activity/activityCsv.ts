import { csvTableOf } from '../files/csvTableOf.ts';
import type { Activity } from './Activity.ts';

/*
 * The history as a table for spreadsheets and for programs. Names of columns and words
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
  return csvTableOf(rows);
}
