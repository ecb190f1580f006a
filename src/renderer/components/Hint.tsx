import type { ReactNode } from 'react';

/** A whole area that has nothing to list: what that means, and what to do. */
export function Hint({
  icon,
  title,
  children,
  whole = false,
}: {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  /** It is the whole page. */ whole?: boolean;
}) {
  const Title = whole ? 'h1' : 'p';
  return (
    <div className="hint">
      {icon}
      <Title className="hint-title">{title}</Title>
      {children}
    </div>
  );
}
