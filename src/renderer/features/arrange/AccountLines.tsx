import type { ReactNode } from 'react';

/** A short list of names; a long one scrolls. */
export function AccountLines({ lines }: { lines: readonly { readonly id: string; readonly text: ReactNode }[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keyboard
    <ul className="account-lines" tabIndex={0}>
      {lines.map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </ul>
  );
}
