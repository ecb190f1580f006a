import { CircleAlert } from 'lucide-react';

/** Why nothing could be read, and what to do; spoken at once. Keep it mounted, without a title while all is well. */
export function ScanNote({ title, children }: { title: string | undefined; children?: string | undefined }) {
  return (
    <div role="alert">
      {title !== undefined && (
        <div className="note note-danger">
          <CircleAlert aria-hidden="true" size={18} />
          <div>
            <strong>{title}</strong>
            {children !== undefined && <p>{children}</p>}
          </div>
        </div>
      )}
    </div>
  );
}
