/** Alphabets with letters that look like letters of another one (Unicode Technical Standard 39, section 5.1). */
const ALPHABETS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u];

/** Whether one word of the name has letters of two alphabets, as a name does that imitates another: `Acme` with a Cyrillic `А`. */
export function mixesAlphabets(name: string): boolean {
  return name.split(/[^\p{L}\p{M}]+/u).some((word) => ALPHABETS.filter((alphabet) => alphabet.test(word)).length > 1);
}
