import type { MeasuredRow } from '@lagebild/model/row.ts'

/** The newest value, or one that the trend was computed from, jumped. */
export function jumpIn(measured: MeasuredRow | undefined): 'value' | 'trend' | undefined {
	const jumps = measured?.doubts?.filter(({ what }) => what === 'jump') ?? []
	if (jumps.some(({ field }) => field === 'value')) return 'value'
	return jumps.length > 0 ? 'trend' : undefined
}
