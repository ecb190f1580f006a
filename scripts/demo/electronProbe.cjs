// Run by a freshly fetched Electron to see whether it starts on this computer, sandbox included: a window that no one sees.
const { app, BrowserWindow } = require('electron');

async function showNothing() {
  await app.whenReady();
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await window.loadURL('data:text/html,');
}

showNothing().then(
  () => app.exit(0),
  () => app.exit(1),
);
