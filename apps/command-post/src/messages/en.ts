import type { Messages } from './de.ts'
import { firstEn } from './en-first.ts'
import { accessAdminEn } from './en/access-admin.ts'
import { accessEn } from './en/access.ts'
import { accountLinkEn } from './en/account-link.ts'
import { auditEn } from './en/audit.ts'
import { editEn } from './en/edit.ts'
import { feedReasonsEn } from './en/feed-reasons.ts'
import { fieldsEn } from './en/fields.ts'
import { forcesEn } from './en/forces.ts'
import { gateReportEn } from './en/gate-report.ts'
import { logEn } from './en/log.ts'
import { masterDataEn } from './en/master-data.ts'
import { operationsEn } from './en/operations.ts'
import { ordersEn } from './en/orders.ts'
import { photosEn } from './en/photos.ts'
import { proofEn } from './en/proof.ts'
import { rejectsEn } from './en/rejects.ts'
import { sameEn } from './en/same.ts'
import { sourcesEn } from './en/sources.ts'
import { thingsEn } from './en/things.ts'
import { wallEn } from './en/wall.ts'
import { whyEn } from './en/why.ts'

export const en: Messages = {
	...firstEn,
	...feedReasonsEn,
	...fieldsEn,
	...thingsEn,
	...operationsEn,
	...whyEn,
	...wallEn,
	...masterDataEn,
	...logEn,
	...sameEn,
	...forcesEn,
	...accessEn,
	...accessAdminEn,
	...auditEn,
	...accountLinkEn,
	...proofEn,
	...sourcesEn,
	...rejectsEn,
	...gateReportEn,
	...photosEn,
	...ordersEn,
	...editEn,
}
