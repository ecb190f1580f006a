/**
 * What runs in the person's browser, served as text at /demo.js: waits for news and reloads, counts down, copies. It is
 * written as one function that uses nothing from outside itself, so that its source can be sent as it is.
 */
export function client(): void {
  const waiting = document.querySelector<HTMLElement>('[data-poll]');
  const poll = async (): Promise<void> => {
    const url = waiting?.dataset['poll'];
    if (url === undefined) return;
    for (;;) {
      try {
        const response = await fetch(url, { headers: { accept: 'application/json' } });
        if ((await response.text()) === '{"changed":true}') {
          location.reload();
          return;
        }
        if (!response.ok) throw new Error('not now');
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    }
  };

  const countdown = document.querySelector<HTMLElement>('[data-seconds-left]');
  const bar = document.querySelector('progress');
  const tick = (endMs: number): void => {
    const left = Math.max(Math.ceil((endMs - performance.now()) / 1000), 0);
    if (countdown !== null)
      countdown.textContent = left > 90 ? `${Math.ceil(left / 60)} minutes left` : left === 1 ? '1 second left' : `${left} seconds left`;
    if (bar !== null) bar.value = left;
    if (left > 0) setTimeout(() => tick(endMs), 250);
  };
  if (countdown !== null) tick(performance.now() + Number(countdown.dataset['secondsLeft']) * 1000);

  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(button.dataset['copy'] ?? '').then(() => {
        button.textContent = 'Copied';
      });
    });
  }
  void poll();
}
