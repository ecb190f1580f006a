/** How many ways {@link TEXT_AS_PROGRAM} tries. */
export const WAYS = 12;

/**
 * A script for a page that tries to run text as a program in every way there is; answers the names of those that ran.
 * It tries from a timer of the page's own, because what a debugger evaluates is not held to the page's policy, and waits
 * until all but two have run or been reported by the policy: a frame reports to itself.
 */
export const TEXT_AS_PROGRAM = String.raw`new Promise((done) => {
  const ran = [];
  let refused = 0;
  window.mark = (name) => ran.push(name);
  document.addEventListener('securitypolicyviolation', () => (refused += 1));
  const add = (tag, change) => document.body.append(Object.assign(document.createElement(tag), change));
  const blobOf = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const ways = [
    () => (0, eval)('mark("eval")'),
    () => Function('mark("Function")')(),
    () => setTimeout('mark("setTimeout")', 0),
    () => add('script', { textContent: 'mark("inline")' }),
    () => add('script', { src: 'data:text/javascript,mark("data")' }),
    () => add('script', { src: blobOf('mark("blob")') }),
    () => add('div', { innerHTML: '<img src="data:," onerror="mark(\'handler\')">' }),
    () => add('iframe', { srcdoc: '<script>parent.mark("srcdoc")</scr' + 'ipt>' }),
    () => add('iframe', { src: 'javascript:parent.mark("javascript")' }),
    () => Object.assign(document.createElement('a'), { href: 'javascript:mark("link")' }).click(),
    () => new Worker(blobOf('postMessage(1)')).addEventListener('message', () => mark('worker')),
    () => add('script', { type: 'module', textContent: 'mark("module")' }),
  ];
  setTimeout(() => {
    for (const way of ways) {
      try {
        way();
      } catch {}
    }
    const look = () => (refused + ran.length >= ways.length - 2 ? done(ran) : setTimeout(look, 20));
    look();
  }, 0);
})`;
