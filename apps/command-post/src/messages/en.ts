import { wordsEn } from '@lagebild/ui/words/en.ts'

import type { Messages } from './de.ts'
import { accessAdminEn } from './en/access-admin.ts'
import { accessEn } from './en/access.ts'
import { accountLinkEn } from './en/account-link.ts'
import { alarmsEn } from './en/alarms.ts'
import { attendanceEn } from './en/attendance.ts'
import { auditEn } from './en/audit.ts'
import { doubtsEn } from './en/doubts.ts'
import { forcesEn } from './en/forces.ts'
import { frameEn } from './en/frame.ts'
import { gateReportEn } from './en/gate-report.ts'
import { logEn } from './en/log.ts'
import { masterDataEn } from './en/master-data.ts'
import { notationsEn } from './en/notations.ts'
import { operationsEn } from './en/operations.ts'
import { ordersEn } from './en/orders.ts'
import { panelsEn } from './en/panels.ts'
import { proofEn } from './en/proof.ts'
import { rejectsEn } from './en/rejects.ts'
import { sameEn } from './en/same.ts'
import { sayingsEn } from './en/sayings.ts'
import { sourcesEn } from './en/sources.ts'
import { stageEn } from './en/stage.ts'
import { standingEn } from './en/standing.ts'
import { termsEn } from './en/terms.ts'
import { thingsEn } from './en/things.ts'
import { whyEn } from './en/why.ts'

export const en: Messages = {
	words: wordsEn,
	...frameEn,
	...panelsEn,
	...notationsEn,
	...thingsEn,
	...termsEn,
	...operationsEn,
	...whyEn,
	...masterDataEn,
	...logEn,
	...standingEn,
	...stageEn,
	...sameEn,
	...alarmsEn,
	...forcesEn,
	...doubtsEn,
	...accessEn,
	...accessAdminEn,
	...auditEn,
	...accountLinkEn,
	...proofEn,
	...attendanceEn,
	...sayingsEn,
	...sourcesEn,
	...rejectsEn,
	...gateReportEn,
	...ordersEn,
}
