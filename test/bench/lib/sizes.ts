/*
 * How large the product's messages are, so that the floors carry, sign and write as much. In characters; a test of the
 * benchmarks holds them against the real ones.
 */

/** A signed request. */
export const REQUEST_SIZE = 720;
/** A signed answer. */
export const ANSWER_SIZE = 550;
/** A signed event. */
export const EVENT_SIZE = 420;
/** One line of the app's journal with a request in it. */
export const JOURNAL_LINE_SIZE = 1_500;
/** The line that such a journal begins with. */
export const JOURNAL_HEAD_SIZE = 300;
