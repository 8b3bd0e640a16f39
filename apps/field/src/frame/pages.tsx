import { lazy } from 'react'

import { MESSAGES } from '../intl.ts'

/** What the first look does not need comes a moment later, so that it opens sooner. */
const loadReport = async () => ({ default: (await import('../report/report-page.tsx')).ReportPage })
const loadOutbox = async () => ({ default: (await import('../outbox/outbox-page.tsx')).OutboxPage })
const loadCrew = async () => ({ default: (await import('../crew/crew-page.tsx')).CrewPage })
const loadDevice = async () => ({ default: (await import('../device/device-panel.tsx')).DevicePanel })
const loadEnrol = async () => ({ default: (await import('../pages/enrol-page.tsx')).EnrolPage })
const loadInsecure = async () => ({ default: (await import('../pages/insecure-page.tsx')).InsecurePage })
const loadLost = async () => ({ default: (await import('../pages/lost-page.tsx')).LostPage })
const loadRetired = async () => ({ default: (await import('../pages/retired-page.tsx')).RetiredPage })

export const LazyReport = lazy(loadReport)
export const LazyOutbox = lazy(loadOutbox)
export const LazyCrew = lazy(loadCrew)
export const LazyDevice = lazy(loadDevice)
export const LazyEnrol = lazy(loadEnrol)
export const LazyInsecure = lazy(loadInsecure)
export const LazyLost = lazy(loadLost)
export const LazyRetired = lazy(loadRetired)

/**
 * While the network is still there: a page that was never opened has to open without it. Those that say that a device is lost or retired come
 * before that is so: then the stored pages are gone.
 */
export async function fetchPages(): Promise<void> {
	const loads = [loadReport, loadOutbox, loadCrew, loadDevice, loadEnrol, loadLost, loadRetired, MESSAGES.de, MESSAGES.en]
	await Promise.allSettled(loads.map((load) => load()))
}
