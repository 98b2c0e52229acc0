import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { buildApi, createCaller } from './call.ts'
import { droppedFiles } from './dropped-files.ts'
import { methodNames } from './method-names.ts'
import { relayPorts } from './port-relay.ts'

const caller = createCaller(ipcRenderer)
const api = buildApi(methodNames, caller)
Object.assign((api['files'] ??= {}), { registerDropped: droppedFiles(caller, (file) => webUtils.getPathForFile(file)) })

// The bridge freezes what it exposes.
contextBridge.exposeInMainWorld('ossia', { ...api, cancelCall: caller.cancel })
relayPorts(ipcRenderer, window)
