import { wordsDe } from '@lagebild/ui/words/de.ts'

import { frameDe } from './de/frame.ts'
import { notationsDe } from './de/notations.ts'
import { operationsDe } from './de/operations.ts'
import { panelsDe } from './de/panels.ts'
import { termsDe } from './de/terms.ts'
import { thingsDe } from './de/things.ts'
import { whyDe } from './de/why.ts'

export const de = { words: wordsDe, ...frameDe, ...panelsDe, ...notationsDe, ...thingsDe, ...termsDe, ...operationsDe, ...whyDe }

export type Messages = typeof de
