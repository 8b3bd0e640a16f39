import { lazy } from 'react'

import { MESSAGES } from '../intl.ts'
import { untilLoaded } from './load.ts'

/** What the first look does not need comes a moment later, so that it opens sooner. */
const loadReport = async () => ({ default: (await import('../report/report-page.tsx')).ReportPage })
const loadMap = async () => ({ default: (await import('../map/map-page.tsx')).MapPage })
const loadSign = async () => ({ default: (await import('./own-sign.tsx')).OwnSign })
const loadOutbox = async () => ({ default: (await import('../outbox/outbox-page.tsx')).OutboxPage })
const loadCrew = async () => ({ default: (await import('../crew/crew-page.tsx')).CrewPage })
const loadDevice = async () => ({ default: (await import('../device/device-panel.tsx')).DevicePanel })
const loadEnrol = async () => ({ default: (await import('../pages/enrol-page.tsx')).EnrolPage })
const loadInsecure = async () => ({ default: (await import('../pages/insecure-page.tsx')).InsecurePage })
const loadLost = async () => ({ default: (await import('../pages/lost-page.tsx')).LostPage })
const loadRetired = async () => ({ default: (await import('../pages/retired-page.tsx')).RetiredPage })

export const LazyReport = lazy(() => untilLoaded(loadReport))
export const LazyMap = lazy(() => untilLoaded(loadMap))
export const LazySign = lazy(() => untilLoaded(loadSign))
export const LazyOutbox = lazy(() => untilLoaded(loadOutbox))
export const LazyCrew = lazy(() => untilLoaded(loadCrew))
export const LazyDevice = lazy(() => untilLoaded(loadDevice))
export const LazyEnrol = lazy(() => untilLoaded(loadEnrol))
export const LazyInsecure = lazy(() => untilLoaded(loadInsecure))
export const LazyLost = lazy(() => untilLoaded(loadLost))
export const LazyRetired = lazy(() => untilLoaded(loadRetired))

/**
 * While the network is still there: a page that was never opened has to open without it. Those that say that a device is lost or retired come
 * before that is so: then the stored pages are gone.
 */
export async function fetchPages(): Promise<void> {
	const loads = [
		loadMap,
		loadSign,
		loadReport,
		loadOutbox,
		loadCrew,
		loadDevice,
		loadEnrol,
		loadLost,
		loadRetired,
		MESSAGES.de,
		MESSAGES.en,
	]
	await Promise.allSettled(loads.map((load) => load()))
}
