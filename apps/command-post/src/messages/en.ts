import { wordsEn } from '@lagebild/ui/words/en.ts'

import type { Messages } from './de.ts'
import { frameEn } from './en/frame.ts'
import { panelsEn } from './en/panels.ts'
import { termsEn } from './en/terms.ts'
import { thingsEn } from './en/things.ts'

export const en: Messages = { words: wordsEn, ...frameEn, ...panelsEn, ...thingsEn, ...termsEn }
