import { wordsDe } from '@lagebild/ui/words/de.ts'

import { frameDe } from './de/frame.ts'
import { panelsDe } from './de/panels.ts'
import { termsDe } from './de/terms.ts'
import { thingsDe } from './de/things.ts'

export const de = { words: wordsDe, ...frameDe, ...panelsDe, ...thingsDe, ...termsDe }

export type Messages = typeof de
