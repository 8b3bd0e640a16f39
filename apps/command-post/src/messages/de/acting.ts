/** What the first view says of entering things and of what is filtered out. */
export const actingDe = {
	acting: {
		create: 'Anlegen',
		pending: '{name}, wartet',
		filter: 'Filter',
		hidden: '{count, plural, one {Filter blendet # aus} other {Filter blendet # aus}}',
		hiddenAlarms: '{count, plural, one {darunter # mit offenem Alarm} other {darunter # mit offenem Alarm}}',
		reset: 'Filter zurücksetzen',
	},
}
