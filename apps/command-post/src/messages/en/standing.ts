import type { standingDe } from '../de/standing.ts'

export const standingEn: typeof standingDe = {
	standing: {
		title: 'States',
		rule: 'What is over stays in sight: expired and retracted for 10 min, ended and cancelled for 30 min. What was superseded leaves at once. After that with “Show what is over”. A warning without an end counts as stale after 24 h.',
		over: 'Show what is over',
		overCount: '{count} hidden',
		overShown: '{count} over',
		noEnd: 'no end given',
		noEndFor: 'no end given, {hours} h old',
		never: 'no value yet',
		words: {
			stale: 'stale, last {time}',
			unconfirmed: 'not confirmed since {time}',
			expired: 'expired {time}',
			ended: 'ended {time}',
			cancelled: 'cancelled {time}',
			retracted: 'retracted {time}',
			superseded: 'superseded {time}',
		},
		names: {
			live: 'live',
			stale: 'stale: silent for longer than usual',
			unconfirmed: 'not confirmed: missing in the last list of its source',
			expired: 'expired: the end that its source gave has passed',
			ended: 'ended: by its source or a person',
			cancelled: 'cancelled: no longer holds',
			retracted: 'retracted: was a mistake',
			superseded: 'superseded by a newer version',
		},
	},
}
