/** What the first view says of entering things and of what is filtered out. */
export const actingEn = {
	acting: {
		create: 'Enter',
		pending: '{name}, waiting',
		filter: 'Filter',
		hidden: '{count, plural, one {The filter hides #} other {The filter hides #}}',
		hiddenAlarms: '{count, plural, one {# of them with an open alarm} other {# of them with an open alarm}}',
		reset: 'Reset filter',
	},
}
