import { fetched } from '@lagebild/ui/fetched.tsx'
import { lazy } from 'react'

import { loadEveryText } from '../intl.ts'
import { store } from '../state/store.ts'

/** What is not on the first screen of the one who follows a picture. */
const PARTS = {
	access: () => import('../access/access-page.tsx'),
	account: () => import('../access/account-page.tsx'),
	attendance: () => import('./attendance-sheet.tsx'),
	changes: () => import('../changes/changes-list.tsx'),
	closed: () => import('../operations/closed-words.tsx'),
	diary: () => import('../diary/diary-page.tsx'),
	detail: () => import('../detail/detail-pane.tsx'),
	drawTool: () => import('../draw/draw-tool.tsx'),
	edit: () => import('../edit/edit-sheet.tsx'),
	filterPanel: () => import('../filter/filter-panel.tsx'),
	firstSteps: () => import('../access/first-steps-page.tsx'),
	forces: () => import('../forces/forces-page.tsx'),
	gauges: () => import('../gauges/gauge-page.tsx'),
	help: () => import('./help-dialog.tsx'),
	invitation: () => import('../access/invitation-page.tsx'),
	legend: () => import('./legend-tab.tsx'),
	linkSheet: () => import('./link-sheet.tsx'),
	mapMenu: () => import('../draw/map-menu.tsx'),
	mapTraces: () => import('../draw/map-traces.ts'),
	masterData: () => import('../master-data/page.tsx'),
	overlayBoxes: () => import('../lage/overlay-boxes.tsx'),
	orders: () => import('../orders/orders-page.tsx'),
	orderSheet: () => import('../orders/composer.tsx'),
	ordersOf: () => import('../orders/orders-section.tsx'),
	strip: () => import('../time/replay-strip.tsx'),
	time: () => import('../time/time-bar.tsx'),
	task: () => import('../orders/task-section.tsx'),
	operations: () => import('../operations/operations-page.tsx'),
	reports: () => import('../reports/reports-page.tsx'),
	sayings: () => import('../sayings/sayings-sheet.tsx'),
	session: () => import('./session-list.tsx'),
	signIn: () => import('../access/sign-in-page.tsx'),
	sources: () => import('../sources/sources-page.tsx'),
	wall: () => import('../wall/wall.tsx'),
} as const

/** Nothing of these is shown before its texts are there. */
async function withTexts<T>(part: Promise<T>): Promise<T> {
	const [module] = await Promise.all([part, loadEveryText(store.getState().preferences.language)])
	return module
}

export const AccessPage = lazy(async () => ({ default: (await withTexts(PARTS.access())).AccessPage }))
export const AccountPage = lazy(async () => ({ default: (await withTexts(PARTS.account())).AccountPage }))
export const AttendanceSheet = lazy(async () => ({ default: (await withTexts(PARTS.attendance())).AttendanceSheet }))
export const ChangesList = lazy(async () => ({ default: (await withTexts(PARTS.changes())).ChangesList }))
export const ClosedWords = lazy(async () => ({ default: (await withTexts(PARTS.closed())).ClosedWords }))
export const DetailPane = lazy(async () => ({ default: (await withTexts(PARTS.detail())).DetailPane }))
export const DiaryPage = lazy(async () => ({ default: (await withTexts(PARTS.diary())).DiaryPage }))
export const DrawTool = lazy(async () => ({ default: (await withTexts(PARTS.drawTool())).DrawTool }))
export const EditSheet = lazy(async () => ({ default: (await withTexts(PARTS.edit())).EditSheet }))
export const FilterPanel = lazy(async () => ({ default: (await withTexts(PARTS.filterPanel())).FilterPanel }))
export const FirstStepsPage = lazy(async () => ({ default: (await withTexts(PARTS.firstSteps())).FirstStepsPage }))
export const ForcesPage = lazy(async () => ({ default: (await withTexts(PARTS.forces())).ForcesPage }))
export const GaugePage = lazy(async () => ({ default: (await withTexts(PARTS.gauges())).GaugePage }))
export const GonePane = lazy(async () => ({ default: (await withTexts(PARTS.detail())).GonePane }))
export const HelpDialog = lazy(async () => ({ default: (await withTexts(PARTS.help())).HelpDialog }))
export const InvitationPage = lazy(async () => ({ default: (await withTexts(PARTS.invitation())).InvitationPage }))
export const LegendTab = lazy(async () => ({ default: (await withTexts(PARTS.legend())).LegendTab }))
export const LinkSheet = lazy(async () => ({ default: (await withTexts(PARTS.linkSheet())).LinkSheet }))
export const MapMenu = lazy(async () => ({ default: (await withTexts(PARTS.mapMenu())).MapMenu }))
export const MapTraces = lazy(async () => ({ default: (await withTexts(PARTS.mapTraces())).MapTraces }))
export const MasterDataPage = lazy(async () => ({ default: (await withTexts(PARTS.masterData())).MasterDataPage }))
export const OperationsPage = lazy(async () => ({ default: (await withTexts(PARTS.operations())).OperationsPage }))
export const OrderSheet = lazy(async () => ({ default: (await withTexts(PARTS.orderSheet())).Composer }))
export const OrdersPage = lazy(async () => ({ default: (await withTexts(PARTS.orders())).OrdersPage }))
export const OrdersSection = lazy(async () => ({ default: (await withTexts(PARTS.ordersOf())).OrdersSection }))
export const OverlayBoxes = lazy(async () => ({ default: (await withTexts(PARTS.overlayBoxes())).OverlayBoxes }))
export const ReplayStrip = lazy(async () => ({ default: (await withTexts(PARTS.strip())).ReplayStrip }))
export const ReportsPage = lazy(async () => ({ default: (await withTexts(PARTS.reports())).ReportsPage }))
export const SayingsSheet = lazy(async () => ({ default: (await withTexts(PARTS.sayings())).SayingsSheet }))
export const sessionList = fetched(async () => (await withTexts(PARTS.session())).SessionList)
export const SignInPage = lazy(async () => ({ default: (await withTexts(PARTS.signIn())).SignInPage }))
export const SourcesPage = lazy(async () => ({ default: (await withTexts(PARTS.sources())).SourcesPage }))
export const TimeBar = lazy(async () => ({ default: (await withTexts(PARTS.time())).TimeBar }))
export const Wall = lazy(async () => ({ default: (await withTexts(PARTS.wall())).Wall }))
export const TaskSection = lazy(async () => ({ default: (await withTexts(PARTS.task())).TaskSection }))

const QUIET_MS = 3_000

/** Once the first picture stands, the rest is fetched one after the other: nobody waits at a click, and none is missing when the hub is away. */
export function fetchTheRest(): void {
	setTimeout(() => void fetchAll(), QUIET_MS)
}

async function fetchAll(): Promise<void> {
	await loadEveryText(store.getState().preferences.language).catch(() => undefined)
	for (const part of Object.values(PARTS)) {
		// oxlint-disable-next-line no-await-in-loop
		await part().catch(() => undefined)
	}
}
