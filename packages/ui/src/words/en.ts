import type { wordsDe } from './de.ts'

export const wordsEn: typeof wordsDe = {
	severity: { Info: 'Notice', Minor: 'Minor', Moderate: 'Moderate', Severe: 'Severe', Extreme: 'Extreme', Unknown: 'Unknown' },
	gate: { open: 'open', closing: 'closing', closed: 'closed', fault: 'fault', unknown: 'unknown', conflict: 'Conflict' },
	gateSides: { sensor: 'Sensor', person: 'Gate watch', none: 'no report', differ: 'The sources contradict each other' },
	status: { actual: 'EINSATZ', exercise: 'ÜBUNG', test: 'TEST' },
	fmsStatus: 'FMS status',
	fmsUnknown: 'FMS status unknown',
	fms: {
		s1: 'ready by radio',
		s2: 'at station',
		s3: 'on the way',
		s4: 'on scene',
		s6: 'not ready',
		s7: 'bound',
		s8: 'available with limits',
		s9: 'registered elsewhere',
	},
	strengthSpoken:
		'{leaders, plural, one {# leader} other {# leaders}}, {subLeaders, plural, one {# sub-leader} other {# sub-leaders}}, {crew} crew, {total} in all',
	organisation: {
		feuerwehr: 'Feuerwehr',
		thw: 'THW',
		polizei: 'Polizei',
		hilfsorganisation: 'Hilfsorganisationen',
		bundeswehr: 'Bundeswehr',
		fuehrung: 'Führung',
		gefahrenabwehr: 'Gefahrenabwehr',
		zivil: 'Civil',
	},
	link: {
		live: 'Live',
		seconds: '{seconds} s ago',
		old: 'As of {stand}, {seconds} s ago',
		lost: 'Cut off, as of {stand}',
		cutOff: 'No connection',
		catchingUp: 'Catching up',
		connecting: 'Connecting',
		machine: 'Check the system',
		sources: '{good} of {total} sources',
	},
}
