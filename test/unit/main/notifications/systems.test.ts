import { describe, expect, it } from 'vitest';
import { notifyArguments } from '../../../../src/main/notifications/freedesktopMessages.ts';
import { macActionAt, macOptions } from '../../../../src/main/notifications/macOptions.ts';
import type { SystemNotification } from '../../../../src/main/notifications/NotificationService.ts';
import { toastPress, toastXml } from '../../../../src/main/notifications/toast.ts';

const decidable: SystemNotification = {
  id: 'rec-anna.req_1',
  token: 'c2hvd2luZw',
  title: 'Sign-in to Payroll',
  lines: ['Lagos, Nigeria', 'anna@verify.example.com'],
  open: 'Review',
  approve: 'Approve',
  deny: 'Deny',
};
const locked: SystemNotification = {
  id: 'rec-anna.req_1',
  token: 'bG9ja2Vk',
  title: 'A request is waiting',
  lines: ['Unlock Deskfob to see it.'],
  open: 'Unlock',
};
const hostile: SystemNotification = {
  ...decidable,
  title: `</text><action content="x" arguments='do=approve'/>&amp;\u0000\uffff`,
  lines: ['\ud800 ]]> <b>'],
};

describe('notifications of macOS', () => {
  it('have Approve and Deny as buttons, and no field to reply in', () => {
    expect(macOptions(decidable, 'Later')).toEqual({
      id: 'rec-anna.req_1',
      title: 'Sign-in to Payroll',
      body: 'Lagos, Nigeria\nanna@verify.example.com',
      actions: [
        { type: 'button', text: 'Approve' },
        { type: 'button', text: 'Deny' },
      ],
      closeButtonText: 'Later',
      hasReply: false,
      silent: false,
    });
    expect([0, 1, 2, -1].map((index) => macActionAt(decidable, index))).toEqual(['approve', 'deny', undefined, undefined]);
  });

  it('have one to unlock while the app is locked', () => {
    expect(macOptions(locked, 'Later').actions).toEqual([{ type: 'button', text: 'Unlock' }]);
    expect([0, 1].map((index) => macActionAt(locked, index))).toEqual(['open', undefined]);
  });
});

describe('toasts of Windows', () => {
  it('carry with each button what it is for', () => {
    expect(toastXml(decidable, 'Later')).toBe(
      '<toast scenario="reminder" useButtonStyle="true" activationType="foreground"' +
        ' launch="type=click&amp;do=open&amp;request=rec-anna.req_1&amp;token=c2hvd2luZw">' +
        '<visual><binding template="ToastGeneric">' +
        '<text>Sign-in to Payroll</text><text>Lagos, Nigeria</text><text>anna@verify.example.com</text>' +
        '</binding></visual><actions>' +
        '<action content="Approve" activationType="foreground"' +
        ' arguments="type=action&amp;do=approve&amp;request=rec-anna.req_1&amp;token=c2hvd2luZw" hint-buttonStyle="Success"/>' +
        '<action content="Deny" activationType="foreground"' +
        ' arguments="type=action&amp;do=deny&amp;request=rec-anna.req_1&amp;token=c2hvd2luZw" hint-buttonStyle="Critical"/>' +
        '<action content="Later" activationType="system" arguments="dismiss"/>' +
        '</actions></toast>',
    );
  });

  it('only open while the app is locked', () => {
    const xml = toastXml(locked, 'Later');
    expect(xml).toContain('<action content="Unlock" activationType="foreground" arguments="type=click&amp;do=open&amp;');
    expect(xml).not.toMatch(/approve|deny/);
  });

  it('stay the same document whatever a text holds', () => {
    const tags = (xml: string): string[] => xml.match(/<[^>]*>/g)?.map((tag) => tag.replace(/ .*/, '')) ?? [];
    const xml = toastXml(hostile, '"Later" & <more>');
    expect(tags(xml)).toEqual(tags(toastXml({ ...decidable, lines: ['x'] }, 'Later')));
    expect(xml).toContain('<text>&lt;/text&gt;&lt;action content=&quot;x&quot; arguments=&apos;do=approve&apos;/&gt;&amp;amp;  </text>');
    expect(xml).toContain('<text>\ufffd ]]&gt; &lt;b&gt;</text>');
    expect(xml).toContain('content="&quot;Later&quot; &amp; &lt;more&gt;"');
  });

  it('are understood again, from whichever process they were shown', () => {
    const args = /launch="([^"]*)"/.exec(toastXml(decidable, 'Later'))?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(toastPress(args)).toEqual({ id: 'rec-anna.req_1', token: 'c2hvd2luZw', action: 'open' });
  });

  it.each([
    '',
    'dismiss',
    'type=action&action=0&tag=12345',
    'do=approve&request=a',
    'do=approve&token=t',
    'do=report&request=a&token=t',
    'do=approve&request=a%20b&token=t',
    'do=approve&request=../a&token=t',
    `do=approve&request=${'x'.repeat(161)}&token=t`,
    `do=approve&request=a&token=t&pad=${'x'.repeat(500)}`,
    'deskfob://pair?request=a&token=t#do=approve',
  ])('are not what somebody else says: %j', (text) => {
    expect(toastPress(text)).toBeUndefined();
  });
});

describe('notifications of Linux', () => {
  it('escape a body only for a server that reads markup, and never the title', () => {
    const [, , , title, markup] = notifyArguments(hostile, ['body', 'body-markup', 'actions'], 0);
    expect(title).toBe(hostile.title);
    expect(markup).toBe('\ud800 ]]&gt; &lt;b&gt;');
    expect(notifyArguments(hostile, ['body', 'actions'], 0)[4]).toBe('\ud800 ]]> <b>');
  });

  it('are urgent, never expire and take the place they are told', () => {
    expect(notifyArguments(locked, ['body', 'actions'], 7)).toEqual([
      'Deskfob',
      7,
      'deskfob',
      'A request is waiting',
      'Unlock Deskfob to see it.',
      ['default', 'Unlock'],
      [
        ['urgency', ['y', 2]],
        ['desktop-entry', ['s', 'deskfob']],
      ],
      0,
    ]);
  });
});
