/** What was said in this browser, and what became of it. */
export const sayingsEn = {
	sayings: {
		title: 'Outbox',
		waitingCount: '{count, plural, one {# waiting} other {# waiting}}',
		refusedCount: '{count, plural, one {# rejected} other {# rejected}}',
		state: {
			waiting: 'waiting',
			sent: 'sent, not answered yet',
			held: 'waits for what was rejected',
			refused: 'rejected',
			accepted: 'confirmed',
			confirmed: 'confirmed, in the picture',
		},
		sendNow: 'Send now',
		again: 'Send again',
		discard: 'Discard',
		kept: 'Kept in this browser until it has arrived, over a restart too.',
	},
}
