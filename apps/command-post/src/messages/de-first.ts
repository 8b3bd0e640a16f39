import { wordsDe } from '@lagebild/ui/words/de.ts'

import { actingDe } from './de/acting.ts'
import { alarmsDe } from './de/alarms.ts'
import { attendanceDe } from './de/attendance.ts'
import { doubtsDe } from './de/doubts.ts'
import { frameDe } from './de/frame.ts'
import { kindNamesDe } from './de/kind-names.ts'
import { labelDe } from './de/label.ts'
import { notationsDe } from './de/notations.ts'
import { panelsDe } from './de/panels.ts'
import { sayingsDe } from './de/sayings.ts'
import { stageDe } from './de/stage.ts'
import { standingDe } from './de/standing.ts'
import { termsDe } from './de/terms.ts'
import { timeDe } from './de/time.ts'

/** What is said before somebody opens anything: frame, map, lists and alarms. */
export const firstDe = {
	words: wordsDe,
	...frameDe,
	...panelsDe,
	...notationsDe,
	...kindNamesDe,
	...termsDe,
	...labelDe,
	...standingDe,
	...stageDe,
	...alarmsDe,
	...doubtsDe,
	...attendanceDe,
	...sayingsDe,
	...actingDe,
	...timeDe,
}
