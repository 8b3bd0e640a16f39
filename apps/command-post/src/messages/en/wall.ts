import type { wallDe } from '../de/wall.ts'

/** The picture on the wall. */
export const wallEn: typeof wallDe = {
	wall: {
		title: 'Wall display',
		water: 'Water',
		situation: 'Situation',
		at: 'at {time}',
		past: 'over',
		orders: '{open} orders open{overdue, plural, =0 {} other {, # overdue}}',
		freeOf: '{free} free of {units}',
		unknown: 'What we do not know',
		since: 'since {time}',
		link: {
			live: 'Live',
			ago: 'Live',
			old: 'Connection falters',
			lost: 'Connection lost, picture frozen',
			'catching-up': 'Catching up',
			connecting: 'Connecting',
		},
	},
}
