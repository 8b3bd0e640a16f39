/** Who may see a thing. */
export const labelEn = {
	label: {
		title: 'Label',
		names: {
			open: 'open',
			internal: 'internal',
			restricted: 'restricted',
		},
		meanings: {
			open: 'For everybody who sees this operation, observers too.',
			internal: 'For everybody who works in this operation.',
			restricted: 'Only with clearance up to "restricted". Every reading is in the audit trail.',
		},
		only: 'only {organisations}',
		onlyMeaning: 'Only for {organisations}.',
		chip: 'Label: {label}',
		change: 'Change label',
		changeTitle: 'Change label',
		level: 'Level',
		organisations: 'Only for these organisations',
		organisationsHint: 'Separated by commas. Empty: for every organisation.',
		ownMissing: 'Your organisation ({organisation}) is not among them: after that you do not see this object yourself.',
		tooHigh: 'Your clearance does not reach "restricted": after that you do not see this object yourself.',
		reason: 'Reason',
		reasonHint: 'Stands in the history of the object, with your name.',
		reasonMissing: 'The reason is missing.',
		submit: 'Enter label',
		wider: 'After that more people see it. Taking it back does not take back what was seen.',
		narrower: 'For those who may no longer see it, it disappears at once, on connected tablets too.',
		mayNot: 'Changed by command or administration.',
	},
}
