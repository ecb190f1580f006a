import type { RequestView } from '../../bridge/views.ts';
import { approvesAtOnce } from '../requests/approvesAtOnce.ts';
import { type DesktopTexts, placeText, requestTitle } from '../texts/desktopTexts.ts';
import { shownText } from '../texts/shownText.ts';
import type { NotificationContent } from './NotificationService.ts';

/** What a notification says of a request. The sign-in name stands in it because its host tells organisations apart that call themselves the same. */
export function notificationContent(request: RequestView, texts: DesktopTexts, language: string): NotificationContent {
  const place = placeText(request, texts, language);
  const warning = request.proximity === 'far' && request.origin !== undefined ? `${place} · ${texts.far}` : place;
  return {
    title: requestTitle(request, texts),
    lines: [warning, shownText(request.signInName)],
    open: texts.review,
    // The dots say that more is asked than one click.
    approve: approvesAtOnce(request) ? texts.approve : texts.approveMore,
    deny: texts.deny,
  };
}

/** All that a locked app says: something waits. Nobody decides about what they cannot see, so there is nothing but to open it. */
export function lockedContent(texts: DesktopTexts): NotificationContent {
  return { title: texts.somethingWaits, lines: [texts.unlockToSee], open: texts.unlock };
}
