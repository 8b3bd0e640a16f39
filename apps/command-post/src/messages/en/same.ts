import type { sameDe } from '../de/same.ts'

/** Two things that are one, and how a person says so. */
export const sameEn: typeof sameDe = {
	same: {
		title: 'The same',
		one: 'Taken for one; it is counted and shown once.',
		behind: 'In lists, figures and on the map this stands for it:',
		bonds: {
			said: 'linked as the same',
			callsign: 'same call sign',
			opta: 'same OPTA',
			issi: 'same ISSI',
		},
		masterData: 'master data',
		part: 'Not the same',
		partLabel: 'Not the same: {name}',
		partTitle: 'Is “{name}” something else?',
		partText:
			'Both then stand for themselves again and count separately. The statement is kept in the journal with your name and can be undone.',
		partGo: 'Part them',
		apart: 'Said not to be the same as:',
		rejoin: 'The same after all',
		rejoinLabel: 'The same after all: {name}',
		join: 'Mark as the same …',
		joinTitle: 'What is the same as “{name}”?',
		joinText: 'Both are then taken for one: they count once and stand on the map once. Nothing is lost, and it can be undone.',
		find: 'Search',
		findHint: 'Name, short name, OPTA or ISSI',
		choices: 'To choose from',
		none: 'Nothing found by that name.',
		more: '{count} more. A closer search shows them.',
		choose: 'None is chosen yet.',
		joinGo: 'Mark',
		cancel: 'Cancel',
		from: 'This comes from “{name}” ({source}), which is taken for the same: {bond}.',
	},
}
