import type { attendanceDe } from '../de/attendance.ts'

export const attendanceEn: typeof attendanceDe = {
	attendance: {
		title: 'Who is here',
		count: '{count, plural, one {# here} other {# here}}',
		device: 'Tablet',
		more: '{count, plural, one {and # more} other {and # more}}',
		partial: 'The servers do not hear each other now: whoever is here through another server is missing.',
		programs: 'Programs with a key are not counted.',
	},
}
