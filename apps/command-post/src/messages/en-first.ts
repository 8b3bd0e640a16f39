import { wordsEn } from '@lagebild/ui/words/en.ts'

import { actingEn } from './en/acting.ts'
import { alarmsEn } from './en/alarms.ts'
import { attendanceEn } from './en/attendance.ts'
import { doubtsEn } from './en/doubts.ts'
import { frameEn } from './en/frame.ts'
import { kindNamesEn } from './en/kind-names.ts'
import { labelEn } from './en/label.ts'
import { notationsEn } from './en/notations.ts'
import { panelsEn } from './en/panels.ts'
import { sayingsEn } from './en/sayings.ts'
import { stageEn } from './en/stage.ts'
import { standingEn } from './en/standing.ts'
import { termsEn } from './en/terms.ts'
import { timeEn } from './en/time.ts'

/** What is said before somebody opens anything: frame, map, lists and alarms. */
export const firstEn = {
	words: wordsEn,
	...frameEn,
	...panelsEn,
	...notationsEn,
	...kindNamesEn,
	...termsEn,
	...labelEn,
	...standingEn,
	...stageEn,
	...alarmsEn,
	...doubtsEn,
	...attendanceEn,
	...sayingsEn,
	...actingEn,
	...timeEn,
}
