import { html } from '../html.ts';
import { APPLICATIONS, SAMPLE_PLACES, SUBSCRIBER } from '../organisation.ts';
import type { CreatedSignIn, SignInState, SignInStatus } from '../VerifierApi.ts';
import { bigNumber, countdown, layout, mark, notice, token } from './layout.ts';

export function signInPage(formToken: string, said: string | undefined): string {
  const body = html`
<h1>Sign in</h1>
<p class="lead">as <strong>${SUBSCRIBER.displayName}</strong> (${SUBSCRIBER.name})</p>
${notice(said)}
<form class="panel" method="post" action="/sign-in">${token(formToken)}
<fieldset><legend>Application</legend><div class="choices">
${APPLICATIONS.map((application, index) => html`<label class="choice"><input type="radio" name="application" value="${application.id}"${index === 0 && html` checked`}><span><strong>${application.name}</strong><small>${application.explanation}</small></span></label>`)}
</div></fieldset>
<label class="field" for="place">Sign in from</label>
<select id="place" name="place"><option value="here">This connection</option>${SAMPLE_PLACES.map((place) => html`<option value="${place.id}">${place.name} (${place.address})</option>`)}</select>
<p></p>
<button class="primary full" data-testid="sign-in">Continue with Deskfob</button>
</form>
<form class="panel" method="post" action="/passcode">${token(formToken)}
<h2>Or use a passcode</h2><p class="muted">The six digits that Deskfob shows for Acme.</p>
<div class="row"><div class="grow"><label class="visually-hidden" for="passcode">Passcode</label><input class="digits" type="text" id="passcode" name="passcode" inputmode="numeric" autocomplete="one-time-code" maxlength="7" placeholder="000000" required data-testid="sign-in-passcode"></div><button data-testid="sign-in-passcode-submit">Sign in</button></div>
</form>`;
  return layout({ title: 'Sign in', current: 'sign-in', body });
}

const HINT: Record<CreatedSignIn['match']['type'], string> = {
  entry: 'Type this number in Deskfob on your computer.',
  choice: 'Choose this number in Deskfob on your computer.',
  none: 'Approve in Deskfob on your computer.',
};

export function waitingPage(formToken: string, signIn: CreatedSignIn & { application: string }, state: SignInState, nowMs: number): string {
  const left = Math.max(Math.ceil(signIn.expiresAt - nowMs / 1000), 0);
  const { type, number } = signIn.match;
  const poll = `/sign-in/${signIn.id}/changed?status=${state.status}&received=${String(state.received)}`;
  const body = html`
<div class="panel centred" data-poll="${poll}">
<h1>Sign in to ${signIn.application}</h1>
<p class="lead">${HINT[type]}</p>
${number !== undefined && bigNumber(number, 'sign-in-number')}
${countdown(left, 60)}
<p class="state" role="status" data-testid="sign-in-state" data-state="open"><span class="dot" aria-hidden="true"></span>${state.received ? 'Waiting for your answer' : 'Reaching your computer'}</p>
<form method="post" action="/sign-in/${signIn.id}/cancel">${token(formToken)}<button data-testid="sign-in-cancel">Cancel</button></form>
</div>`;
  return layout({ title: `Sign in to ${signIn.application}`, current: 'sign-in', body });
}

const OUTCOME: Record<Exclude<SignInStatus, 'open'>, { title: string; text: string }> = {
  approved: { title: 'Signed in', text: `Welcome, ${SUBSCRIBER.displayName}.` },
  denied: { title: 'Denied', text: 'The sign-in was denied in Deskfob.' },
  mismatch: { title: 'Wrong number', text: 'Another number was typed than the one shown here. Start again to get a new one.' },
  reported: { title: 'Reported', text: 'The request was reported in Deskfob as not asked for. Your help desk knows.' },
  expired: { title: 'Nobody answered', text: 'The request ran out. Is Deskfob running, and connected?' },
  cancelled: { title: 'Cancelled', text: 'The request was withdrawn.' },
};

export function outcomePage(status: Exclude<SignInStatus, 'open'>, application: string | undefined): string {
  const { title, text } = OUTCOME[status];
  const good = status === 'approved';
  const body = html`
<div class="panel centred">${mark(good)}
<h1 class="state large" role="status" data-testid="sign-in-state" data-state="${status}">${title}</h1>
<p class="lead">${text}${application !== undefined && good && html` You are in ${application}.`}</p>
<a class="button${good ? '' : ' primary'}" href="/" data-testid="sign-in-again">${good ? 'Sign out' : 'Try again'}</a>
</div>`;
  return layout({ title, current: 'sign-in', body });
}
