import { randomBytes } from 'node:crypto';
import type { NotificationsView, RequestView } from '../../bridge/views.ts';
import { inBackground, type LogFailure } from '../session/background.ts';
import { desktopTexts } from '../texts/desktopTexts.ts';
import type { Clock } from '../time/Clock.ts';
import { lockedContent, notificationContent } from './notificationContent.ts';
import type { NotificationAction, NotificationContent, NotificationService } from './NotificationService.ts';

export interface NotificationParts {
  service: NotificationService;
  clock: Clock;
  /** Requests that wait for the person. */
  openRequests: () => readonly string[];
  requestView: (id: string) => RequestView | undefined;
  isWanted: () => boolean;
  isLocked: () => boolean;
  /** BCP 47. */
  language: () => string;
  /** `open`: more is asked for than this button. @param shownForMs undefined when it was not on screen */
  decide: (id: string, decision: 'approve' | 'deny', shownForMs: number | undefined) => Promise<'decided' | 'open'>;
  /** Brings up the approval window for it; false when it has ended. */
  openRequest: (id: string) => boolean;
  onState: () => void;
  log: LogFailure;
}

interface Standing {
  token: string;
  content: NotificationContent;
  /** Monotonic ms since which the system has it; absent before it said so. */
  shownAtMs?: number;
}

/** One notification for each open request: what stands, and what a button on it leads to. */
export class Notifications {
  readonly #parts: NotificationParts;
  readonly #standing = new Map<string, Standing>();
  /** Pressed before the requests were read, as when the press itself started the app. */
  #early: (() => void)[] | undefined = [];

  #wasWanted: boolean;

  constructor(parts: NotificationParts) {
    this.#parts = parts;
    this.#wasWanted = parts.isWanted();
    parts.service.start({
      onShown: (id, token) => this.#shown(id, token),
      onGone: (id, token) => this.#gone(id, token),
      onAction: (id, token, action) => this.#pressed(id, token, action),
      onAvailable: () => this.#showMissing(),
      onState: () => parts.onState(),
    });
  }

  get state(): NotificationsView {
    return this.#parts.service.state();
  }

  /** The requests are there: what was pressed before is carried out now. */
  ready(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const press of early) press();
  }

  show(id: string): void {
    const content = this.#contentOf(id);
    if (content === undefined) return;
    const standing = { token: randomBytes(16).toString('base64url'), content };
    this.#standing.set(id, standing);
    this.#parts.service.show({ id, token: standing.token, ...content });
  }

  /** Once more, also where it was dismissed: the time for the answer is running out. */
  alert(id: string): void {
    // The system would show a replaced one without the sound and the movement that this is about.
    this.withdraw(id);
    this.show(id);
  }

  /** Settled, cancelled, expired or decided: nothing is left to press. */
  withdraw(id: string): void {
    this.#standing.delete(id);
    this.#parts.service.withdraw(id);
  }

  /** The lock, the language or the wish for notifications has changed. What was dismissed stays so. */
  redraw(): void {
    const isWanted = this.#parts.isWanted();
    for (const id of this.#parts.openRequests()) {
      const standing = this.#standing.get(id);
      if (!isWanted) this.withdraw(id);
      else if (!this.#wasWanted) this.show(id);
      else if (standing !== undefined && JSON.stringify(standing.content) !== JSON.stringify(this.#contentOf(id))) this.show(id);
    }
    this.#wasWanted = isWanted;
  }

  #showMissing(): void {
    for (const id of this.#parts.openRequests()) if (!this.#standing.has(id)) this.show(id);
  }

  #contentOf(id: string): NotificationContent | undefined {
    const { isWanted, isLocked, language, requestView } = this.#parts;
    const request = isWanted() ? requestView(id) : undefined;
    if (request?.phase !== 'open') return undefined;
    const texts = desktopTexts(language());
    return isLocked() ? lockedContent(texts) : notificationContent(request, texts, language());
  }

  #shown(id: string, token: string): void {
    const standing = this.#standing.get(id);
    if (standing?.token === token) standing.shownAtMs ??= this.#parts.clock.monotonicMs();
  }

  #gone(id: string, token: string): void {
    if (this.#standing.get(id)?.token === token) this.#standing.delete(id);
  }

  #pressed(id: string, token: string, action: NotificationAction): void {
    if (this.#early === undefined) this.#carryOut(id, token, action);
    else this.#early.push(() => this.#carryOut(id, token, action));
  }

  #carryOut(id: string, token: string, action: NotificationAction): void {
    const { openRequest, decide, log } = this.#parts;
    const shownForMs = this.#takeShownForMs(id, token);
    if (action === 'open') {
      openRequest(id);
      return;
    }
    const carryOut = async (): Promise<void> => {
      try {
        if ((await decide(id, action, shownForMs)) === 'open') openRequest(id);
      } catch (error) {
        // The notification is gone by now: what went wrong must not go unseen.
        openRequest(id);
        throw error;
      }
    };
    inBackground(`notification ${action}`, carryOut(), log);
  }

  /** For how long this very showing was on screen. It is over with the press, so that a second press is of nothing. */
  #takeShownForMs(id: string, token: string): number | undefined {
    const standing = this.#standing.get(id);
    if (standing?.token !== token) return undefined;
    this.withdraw(id);
    return standing.shownAtMs === undefined ? undefined : this.#parts.clock.monotonicMs() - standing.shownAtMs;
  }
}
