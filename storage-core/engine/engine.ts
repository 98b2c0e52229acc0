import type { KindsEngine } from './kinds/kinds-engine.ts'
import type { MultipartEngine } from './multipart/multipart-engine.ts'
import type { ObjectEngine } from './object-engine.ts'
import type { SettingsEngine } from './settings/settings-engine.ts'

/** Everything the store can do. */
export interface Engine extends ObjectEngine, MultipartEngine, KindsEngine, SettingsEngine {}
