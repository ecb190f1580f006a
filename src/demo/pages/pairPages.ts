import { renderSVG } from 'uqr';
import { type Html, html, markup } from '../html.ts';
import { ORGANISATION, SUBSCRIBER } from '../organisation.ts';
import type { IssuedKey, Pairing } from '../VerifierApi.ts';
import { bigNumber, countdown, layout, mark, notice, token } from './layout.ts';

export function pairPage(formToken: string, key: IssuedKey, pairing: Pairing, said: string | undefined, nowMs: number): string {
  const left = Math.max(Math.ceil(pairing.expiresAt - nowMs / 1000), 0);
  switch (pairing.state) {
    case 'unused':
      return layout({ title: 'Pair a computer', current: 'pair', wide: true, body: keyPage(key, pollUrl(pairing), left, said) });
    case 'waiting':
      return layout({ title: 'Confirm the pairing', current: 'pair', body: confirmPage(formToken, pairing, left, said) });
    case 'active':
      return endPage(
        formToken,
        pairing,
        true,
        'Paired',
        `${pairing.device?.name ?? 'Your computer'} can now answer for ${SUBSCRIBER.displayName}.`,
      );
    case 'expired':
      return endPage(formToken, pairing, false, 'Expired', 'The pairing was not finished in time. Begin again with a new key.');
    case 'declined':
      return endPage(
        formToken,
        pairing,
        false,
        'Declined',
        'The pairing was declined or removed. Begin again if you want to pair this computer.',
      );
  }
}

function pollUrl(pairing: Pairing): string {
  return `/pair/changed?since=${pairing.state === 'waiting' ? `waiting:${pairing.requestState ?? ''}` : pairing.state}`;
}

function keyPage(key: IssuedKey, poll: string, left: number, said: string | undefined): Html {
  return html`
<h1>Pair your computer</h1>
<p class="lead">Open Deskfob and add ${ORGANISATION} in one of these ways.</p>
${notice(said)}
<div class="panel two" data-poll="${poll}">
<div><div class="qr" role="img" aria-label="QR code of the pairing link">${markup(renderSVG(key.link, { ecc: 'M', border: 1 }))}</div></div>
<div><dl>
<div><dt>Pairing link</dt><dd><a class="link mono" href="${key.link}" data-testid="pair-link">${key.link}</a><span class="row"><a class="button primary" href="${key.link}">Open Deskfob</a><button type="button" hidden data-copy="${key.link}">Copy link</button></span></dd></div>
<div><dt>Or by hand: sign-in name</dt><dd class="mono" data-testid="pair-name">${key.signInName}</dd></div>
<div><dt>Pairing key</dt><dd class="mono key" data-testid="pair-key">${key.typedKey}</dd></div>
</dl></div></div>
<p class="state" role="status" data-testid="pair-state" data-state="unused"><span class="dot" aria-hidden="true"></span>Waiting for your computer</p>
<p class="muted" data-seconds-left="${left}">${left} seconds left</p>
<p class="muted">The key works once. Do not give it to anybody: it pairs a computer with your name.</p>`;
}

function confirmPage(formToken: string, pairing: Pairing, left: number, said: string | undefined): Html {
  const { device, number } = pairing;
  return html`
<h1>Is this your computer?</h1>
<p class="lead">Confirm in Deskfob, or type its passcode here.</p>
${notice(said)}
<div class="panel" data-poll="${pollUrl(pairing)}">
<dl>
<div><dt>Computer</dt><dd data-testid="pair-device">${device?.name ?? ''}</dd></div>
<div><dt>Thumbprint</dt><dd class="mono thumbprint" data-testid="pair-thumbprint">${device?.thumbprint ?? ''}</dd></div>
</dl></div>
<div class="panel centred">
${number === undefined ? againForm(formToken, pairing) : html`<p class="lead">Type this number in Deskfob.</p>${bigNumber(number, 'pair-number')}`}
${countdown(left, 600)}
<p class="state" role="status" data-testid="pair-state" data-state="waiting"><span class="dot" aria-hidden="true"></span>Waiting for confirmation</p>
</div>
<form class="panel" method="post" action="/pair/passcode">${token(formToken)}
<h2>Or type the passcode that Deskfob shows</h2><p></p>
<div class="row"><div class="grow"><label class="visually-hidden" for="passcode">Passcode</label><input class="digits" type="text" id="passcode" name="passcode" inputmode="numeric" autocomplete="off" maxlength="7" placeholder="000000" required data-testid="pair-passcode"></div><button data-testid="pair-passcode-submit">Confirm</button></div>
</form>`;
}

function againForm(formToken: string, pairing: Pairing): Html {
  const said = pairing.requestState === 'mismatch' ? 'A wrong number was typed.' : 'The request ran out.';
  return html`<form method="post" action="/pair/request">${token(formToken)}<p class="lead">${said} Ask Deskfob again, with a new number.</p><p><button class="primary" data-testid="pair-again">Ask again</button></p></form>`;
}

function endPage(formToken: string, pairing: Pairing, good: boolean, title: string, text: string): string {
  const body = html`
<div class="panel centred">${mark(good)}
<h1 class="state large" role="status" data-testid="pair-state" data-state="${pairing.state}">${title}</h1>
<p class="lead">${text}</p>
<form method="post" action="/pair/new">${token(formToken)}<button${markup(good ? '' : ' class="primary"')} data-testid="pair-new">${good ? 'Pair another computer' : 'Begin again'}</button></form>
</div>`;
  return layout({ title, current: 'pair', body });
}
