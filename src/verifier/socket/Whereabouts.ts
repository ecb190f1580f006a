import type { Nodes } from '../store/Nodes.ts';
import type { Executor } from '../store/Store.ts';
import type { Attachments } from './Attachments.ts';

/** What the database knows of where an account is attached. */
export interface AttachableAccount {
  id: string;
  attachment: string | null;
  address: string | null;
}

/** The name of an attachment: which connection of which node. */
export function attachmentOf(node: string, connection: string): string {
  return `${node}:${connection}`;
}

export function nodeOf(attachment: string): string {
  return attachment.split(':')[0] ?? '';
}

/** From which address an account is attached now, on this node or on another one. */
export class Whereabouts {
  readonly #attachments: Attachments;
  readonly #nodes: Nodes;

  constructor(attachments: Attachments, nodes: Nodes) {
    this.#attachments = attachments;
    this.#nodes = nodes;
  }

  /** Undefined while it is not attached. */
  async addressOf(db: Executor, { id, attachment, address }: AttachableAccount): Promise<string | undefined> {
    const here = this.#attachments.addressOf(id);
    if (here !== undefined || attachment === null || address === null) return here;
    const node = nodeOf(attachment);
    // An attachment of this node that it no longer holds is over.
    return node !== this.#nodes.id && (await this.#nodes.isAlive(db, node)) ? address : undefined;
  }
}
