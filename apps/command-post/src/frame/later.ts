import { lazy } from 'react'

/** What is not on the first screen of the one who follows a picture. */
const PARTS = {
	access: () => import('../access/access-page.tsx'),
	account: () => import('../access/account-page.tsx'),
	diary: () => import('../diary/diary-page.tsx'),
	detail: () => import('../detail/detail-pane.tsx'),
	firstSteps: () => import('../access/first-steps-page.tsx'),
	forces: () => import('../forces/forces-page.tsx'),
	gauges: () => import('../gauges/gauge-page.tsx'),
	invitation: () => import('../access/invitation-page.tsx'),
	masterData: () => import('../master-data/page.tsx'),
	orders: () => import('../orders/orders-page.tsx'),
	orderSheet: () => import('../orders/composer.tsx'),
	ordersOf: () => import('../orders/orders-section.tsx'),
	task: () => import('../orders/task-section.tsx'),
	operations: () => import('../operations/operations-page.tsx'),
	reports: () => import('../reports/reports-page.tsx'),
	signIn: () => import('../access/sign-in-page.tsx'),
	sources: () => import('../sources/sources-page.tsx'),
} as const

export const AccessPage = lazy(async () => ({ default: (await PARTS.access()).AccessPage }))
export const AccountPage = lazy(async () => ({ default: (await PARTS.account()).AccountPage }))
export const DiaryPage = lazy(async () => ({ default: (await PARTS.diary()).DiaryPage }))
export const DetailPane = lazy(async () => ({ default: (await PARTS.detail()).DetailPane }))
export const GonePane = lazy(async () => ({ default: (await PARTS.detail()).GonePane }))
export const FirstStepsPage = lazy(async () => ({ default: (await PARTS.firstSteps()).FirstStepsPage }))
export const ForcesPage = lazy(async () => ({ default: (await PARTS.forces()).ForcesPage }))
export const GaugePage = lazy(async () => ({ default: (await PARTS.gauges()).GaugePage }))
export const InvitationPage = lazy(async () => ({ default: (await PARTS.invitation()).InvitationPage }))
export const MasterDataPage = lazy(async () => ({ default: (await PARTS.masterData()).MasterDataPage }))
export const OrdersPage = lazy(async () => ({ default: (await PARTS.orders()).OrdersPage }))
export const OrderSheet = lazy(async () => ({ default: (await PARTS.orderSheet()).Composer }))
export const OrdersSection = lazy(async () => ({ default: (await PARTS.ordersOf()).OrdersSection }))
export const TaskSection = lazy(async () => ({ default: (await PARTS.task()).TaskSection }))
export const OperationsPage = lazy(async () => ({ default: (await PARTS.operations()).OperationsPage }))
export const ReportsPage = lazy(async () => ({ default: (await PARTS.reports()).ReportsPage }))
export const SignInPage = lazy(async () => ({ default: (await PARTS.signIn()).SignInPage }))
export const SourcesPage = lazy(async () => ({ default: (await PARTS.sources()).SourcesPage }))

const QUIET_MS = 3_000

/** Once the first picture stands, the rest is fetched one after the other: nobody waits at a click, and none is missing when the hub is away. */
export function fetchTheRest(): void {
	setTimeout(() => void fetchAll(), QUIET_MS)
}

async function fetchAll(): Promise<void> {
	for (const part of Object.values(PARTS)) {
		// oxlint-disable-next-line no-await-in-loop
		await part().catch(() => undefined)
	}
}
