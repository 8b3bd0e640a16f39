import { wordsDe } from '@lagebild/ui/words/de.ts'

import { accessAdminDe } from './de/access-admin.ts'
import { accessDe } from './de/access.ts'
import { accountLinkDe } from './de/account-link.ts'
import { alarmsDe } from './de/alarms.ts'
import { attendanceDe } from './de/attendance.ts'
import { auditDe } from './de/audit.ts'
import { doubtsDe } from './de/doubts.ts'
import { forcesDe } from './de/forces.ts'
import { frameDe } from './de/frame.ts'
import { gateReportDe } from './de/gate-report.ts'
import { logDe } from './de/log.ts'
import { masterDataDe } from './de/master-data.ts'
import { notationsDe } from './de/notations.ts'
import { operationsDe } from './de/operations.ts'
import { ordersDe } from './de/orders.ts'
import { panelsDe } from './de/panels.ts'
import { proofDe } from './de/proof.ts'
import { rejectsDe } from './de/rejects.ts'
import { sameDe } from './de/same.ts'
import { sayingsDe } from './de/sayings.ts'
import { sourcesDe } from './de/sources.ts'
import { stageDe } from './de/stage.ts'
import { standingDe } from './de/standing.ts'
import { termsDe } from './de/terms.ts'
import { thingsDe } from './de/things.ts'
import { whyDe } from './de/why.ts'

export const de = {
	words: wordsDe,
	...frameDe,
	...panelsDe,
	...notationsDe,
	...thingsDe,
	...termsDe,
	...operationsDe,
	...whyDe,
	...masterDataDe,
	...logDe,
	...standingDe,
	...stageDe,
	...sameDe,
	...alarmsDe,
	...forcesDe,
	...doubtsDe,
	...accessDe,
	...accessAdminDe,
	...auditDe,
	...accountLinkDe,
	...proofDe,
	...attendanceDe,
	...sayingsDe,
	...sourcesDe,
	...rejectsDe,
	...gateReportDe,
	...ordersDe,
}

export type Messages = typeof de
