import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron'
import { buildApi, createCaller } from './call.ts'
import { droppedFiles } from './dropped-files.ts'
import { methodNames } from './method-names.ts'
import { relayPorts } from './port-relay.ts'
import { charactersOfRows, createSpareMemory } from './spare-memory.ts'

const memory = createSpareMemory({ collect: () => webFrame.clearCache() })
const caller = createCaller(ipcRenderer, (value) => memory.took(charactersOfRows(value)))
const api = buildApi(methodNames, caller)
Object.assign((api['files'] ??= {}), { registerDropped: droppedFiles(caller, (file) => webUtils.getPathForFile(file)) })

// The bridge freezes what it exposes.
contextBridge.exposeInMainWorld('ossia', { ...api, cancelCall: caller.cancel })
relayPorts(ipcRenderer, window)
