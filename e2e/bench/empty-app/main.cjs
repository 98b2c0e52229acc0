// The floor every Electron app stands on: one sandboxed window with one line of text.
const { app, BrowserWindow } = require('electron')

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1360, height: 832, show: false, webPreferences: { sandbox: true, contextIsolation: true } })
  window.once('ready-to-show', () => window.show())
  void window.loadURL('data:text/html,<title>empty</title><p id="ready">ready</p>')
})
app.on('window-all-closed', () => app.quit())
