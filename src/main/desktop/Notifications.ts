import { Notification } from 'electron';
import type { RequestView } from '../../bridge/views.ts';
import { desktopTexts, placeText, requestTitle } from '../texts/desktopTexts.ts';

/** One plain notification for each open request. It opens the approval window; it decides nothing. */
export class Notifications {
  readonly #onClick: (requestId: string) => void;
  readonly #shown = new Map<string, Notification>();

  constructor(onClick: (requestId: string) => void) {
    this.#onClick = onClick;
  }

  show(request: RequestView, language: string): void {
    if (!Notification.isSupported() || this.#shown.has(request.id)) return;
    const texts = desktopTexts(language);
    const notification = new Notification({
      title: requestTitle(request, texts),
      body: `${placeText(request, texts, language)}\n${request.displayName}`,
      urgency: 'critical',
      timeoutType: 'never',
    });
    notification.on('click', () => this.#onClick(request.id));
    notification.on('close', () => this.#shown.delete(request.id));
    this.#shown.set(request.id, notification);
    notification.show();
  }

  /** Settled, cancelled, expired or decided: nothing is left to open. */
  withdraw(requestId: string): void {
    this.#shown.get(requestId)?.close();
    this.#shown.delete(requestId);
  }
}
