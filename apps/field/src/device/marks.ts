import { nextStamp } from '../say/stamp.ts'
import type { Mark, Reading, Stamp } from '../say/stamp.ts'
import { database } from './database.ts'

/** Of this page alone, where the browser stores nothing. */
let remembered: Mark | undefined

export type Stamped = { readonly stamp: Stamp; readonly effective: number }

/** The moments of the next statements, in their order; several tabs count on one from the other. */
export async function takeStamps(count: number, reading: Reading): Promise<readonly Stamped[]> {
	try {
		const transaction = (await database()).transaction('marks', 'readwrite')
		const { mark, stamps } = following(await transaction.store.get('said'), count, reading)
		if (mark) await transaction.store.put(mark, 'said')
		await transaction.done
		remembered = mark
		return stamps
	} catch {
		const { mark, stamps } = following(remembered, count, reading)
		remembered = mark
		return stamps
	}
}

function following(
	last: Mark | undefined,
	count: number,
	reading: Reading,
): { readonly mark: Mark | undefined; readonly stamps: Stamped[] } {
	let mark = last
	const stamps = Array.from({ length: count }, () => {
		const next = nextStamp(mark, reading)
		mark = next.mark
		return { stamp: next.stamp, effective: next.mark.effective }
	})
	return { mark, stamps }
}
