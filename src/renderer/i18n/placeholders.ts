/*
 * Reads, at the level of types, which values a message wants: `'Sign-in to {application}'` → `'application'`. Whatever
 * stands after an opening brace up to a comma or the closing brace is a name; a plural's branch begins with `#` or has
 * blanks and is none.
 */

type FirstName<Text extends string> = Text extends `${infer Inside}}${string}`
  ? Inside extends `${infer Name},${string}`
    ? Name
    : Inside
  : never;
type OnlyName<Text extends string> = Text extends '' | `#${string}` | `${string} ${string}` ? never : Text;

export type Placeholders<Message extends string> = Message extends `${string}{${infer Rest}`
  ? OnlyName<FirstName<Rest>> | Placeholders<Rest>
  : never;
