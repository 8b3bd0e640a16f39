/** J16: pictures of the past are folded from the snapshot before them, so that many are kept. Of a day's operation none has to go. */
export const SNAPSHOTS_KEPT = 192

/**
 * J16: which snapshots go when there are too many, by their seqs. Of those between the first and the newest two, the one goes whose neighbours
 * are closest to each other: the gaps grow evenly, and no part of the past is left without.
 */
export function surplusSnapshots(seqs: readonly number[], most = SNAPSHOTS_KEPT): readonly number[] {
	const kept = seqs.toSorted((a, b) => a - b)
	const gone: number[] = []
	while (kept.length > most) gone.push(...kept.splice(closest(kept), 1))
	return gone
}

/** Place of the one that is missed least; the newest may turn out damaged, and the one before it is its spare. */
function closest(seqs: readonly number[]): number {
	let place = 0
	let least = Infinity
	for (let i = 1; i < seqs.length - 2; i++) {
		const gap = (seqs[i + 1] ?? 0) - (seqs[i - 1] ?? 0)
		if (gap < least) [place, least] = [i, gap]
	}
	return place
}
