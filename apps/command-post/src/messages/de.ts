import { firstDe } from './de-first.ts'
import { accessAdminDe } from './de/access-admin.ts'
import { accessDe } from './de/access.ts'
import { accountLinkDe } from './de/account-link.ts'
import { auditDe } from './de/audit.ts'
import { editDe } from './de/edit.ts'
import { feedReasonsDe } from './de/feed-reasons.ts'
import { fieldsDe } from './de/fields.ts'
import { forcesDe } from './de/forces.ts'
import { gateReportDe } from './de/gate-report.ts'
import { logDe } from './de/log.ts'
import { masterDataDe } from './de/master-data.ts'
import { operationsDe } from './de/operations.ts'
import { ordersDe } from './de/orders.ts'
import { photosDe } from './de/photos.ts'
import { proofDe } from './de/proof.ts'
import { rejectsDe } from './de/rejects.ts'
import { sameDe } from './de/same.ts'
import { sourcesDe } from './de/sources.ts'
import { thingsDe } from './de/things.ts'
import { wallDe } from './de/wall.ts'
import { whyDe } from './de/why.ts'

/** Everything that is said; what the first view says stands apart and is fetched sooner. */
export const de = {
	...firstDe,
	...feedReasonsDe,
	...fieldsDe,
	...thingsDe,
	...operationsDe,
	...whyDe,
	...wallDe,
	...masterDataDe,
	...logDe,
	...sameDe,
	...forcesDe,
	...accessDe,
	...accessAdminDe,
	...auditDe,
	...accountLinkDe,
	...proofDe,
	...sourcesDe,
	...rejectsDe,
	...gateReportDe,
	...photosDe,
	...ordersDe,
	...editDe,
}

export type Messages = typeof de
