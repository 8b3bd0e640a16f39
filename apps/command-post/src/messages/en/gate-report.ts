import type { gateReportDe } from '../de/gate-report.ts'

/** Saying how a gate is. */
export const gateReportEn: typeof gateReportDe = {
	gateReport: {
		open: 'Report its state …',
		title: 'Report the state: {name}',
		text: 'What somebody at the gate says stands beside the sensor, with your name. Where both differ the picture reckons with the worse case.',
		state: 'State',
		go: 'Report',
		cancel: 'Cancel',
	},
}
