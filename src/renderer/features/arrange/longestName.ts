/** Characters of a name that main keeps. */
export const LONGEST_NAME = 200;
