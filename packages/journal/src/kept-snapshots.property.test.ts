import fc from 'fast-check'
import { expect, test } from 'vitest'

import { surplusSnapshots } from './kept-snapshots.ts'

const distinct = fc.uniqueArray(fc.nat(40), { maxLength: 20 })

test('[J16] no more snapshots are kept than there is room for, and the first and the newest two always', () => {
	fc.assert(
		fc.property(distinct, fc.integer({ min: 3, max: 8 }), (seqs, most) => {
			const gone = new Set(surplusSnapshots(seqs, most))
			const sorted = seqs.toSorted((a, b) => a - b)
			const kept = sorted.filter((seq) => !gone.has(seq))
			expect(kept).toHaveLength(Math.min(seqs.length, most))
			for (const seq of [...sorted.slice(0, 1), ...sorted.slice(-2)]) expect(kept).toContain(seq)
		}),
	)
})

test('[J16] the gaps grow evenly as an operation grows', () => {
	let kept: number[] = []
	for (let seq = 1; seq <= 1_000; seq++) {
		kept.push(seq)
		const gone = new Set(surplusSnapshots(kept, 16))
		kept = kept.filter((one) => !gone.has(one))
	}
	const gaps = kept.slice(1, -1).map((seq, i) => seq - (kept[i] ?? 0))
	expect(Math.max(...gaps)).toBeLessThanOrEqual(1_000 / 4)
})
