/**
 * Closed: the upstream is asked at the feed's own pace. Open: it failed several times in a row and is left alone until the back-off is over.
 * Half-open: it is being asked for one document, and for nothing else before that is there.
 */
export type Circuit = 'closed' | 'open' | 'half-open'

/** Failures in a row that open it. */
export const OPENS_AT = 5

/** @param asking whether it is being asked just now */
export function circuitOf(failures: number, asking: boolean): Circuit {
	if (failures < OPENS_AT) return 'closed'
	return asking ? 'half-open' : 'open'
}

/** What is added to the upstream's own words while it is asked less often; the figure stays the same, so that it is one problem. */
export function circuitWords(failures: number): string {
	return circuitOf(failures, false) === 'open'
		? ` (${OPENS_AT} failures in a row: it is left alone longer and longer, and asked for one document then)`
		: ''
}
