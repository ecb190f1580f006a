import { type Html, html, markup } from '../html.ts';
import { ORGANISATION, SUBSCRIBER } from '../organisation.ts';

export interface Page {
  title: string;
  current: 'sign-in' | 'pair';
  wide?: boolean;
  body: Html;
}

export function layout({ title, current, wide = false, body }: Page): string {
  const link = (href: string, name: string, id: Page['current']): Html =>
    html`<a href="${href}"${markup(id === current ? ' aria-current="page"' : '')}>${name}</a>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${ORGANISATION}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/demo.css">
<script src="/demo.js" defer></script>
</head>
<body>
<header><span class="badge" aria-hidden="true">A</span><strong>${ORGANISATION}</strong><nav aria-label="Main">${link('/', 'Sign in', 'sign-in')}${link('/pair', 'Pair a computer', 'pair')}</nav></header>
<main${markup(wide ? ' class="wide"' : '')}>${body}</main>
<footer>A demonstration of an organisation that uses Deskfob. You are ${SUBSCRIBER.displayName}.</footer>
</body>
</html>
`.html;
}

/** Six digits in two groups, read out one by one. */
export function bigNumber(number: string, testId: string): Html {
  const [first, second] = number.length === 6 ? [number.slice(0, 3), number.slice(3)] : [number, ''];
  return html`<p class="number" data-testid="${testId}" data-number="${number}" aria-label="${Array.from(number).join(' ')}"><span>${first}</span>${second !== '' && html`<span class="gap">${second}</span>`}</p>`;
}

export function countdown(secondsLeft: number, lifetime: number): Html {
  return html`<progress max="${lifetime}" value="${secondsLeft}" aria-hidden="true"></progress><p class="muted" data-seconds-left="${secondsLeft}">${secondsLeft} seconds left</p>`;
}

export function mark(good: boolean): Html {
  const path = good ? 'M5 13l5 5L20 7' : 'M6 6l12 12M18 6L6 18';
  return html`<div class="mark${good ? '' : ' bad'}" aria-hidden="true"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg></div>`;
}

export function notice(text: string | undefined): Html {
  return html`${text !== undefined && html`<p class="notice" role="alert" data-testid="notice">${text}</p>`}`;
}

export function token(formToken: string): Html {
  return html`<input type="hidden" name="token" value="${formToken}">`;
}
