/** Who follows the same operation now. */
export const attendanceDe = {
	attendance: {
		title: 'Wer ist dabei',
		count: '{count, plural, one {# dabei} other {# dabei}}',
		device: 'Tablet',
		more: '{count, plural, one {und # weitere Person} other {und # weitere}}',
		partial: 'Die Server hören einander gerade nicht: Wer über einen anderen Server dabei ist, fehlt hier.',
		programs: 'Programme mit einem Schlüssel zählen nicht mit.',
	},
}
