import type { ReactNode } from 'react';

/** A whole area that has nothing to list: what that means, and what to do. */
export function Hint({ icon, title, children }: { icon?: ReactNode; title: ReactNode; children?: ReactNode }) {
  return (
    <div className="hint">
      {icon}
      <p className="hint-title">{title}</p>
      {children}
    </div>
  );
}
