import type { GateState } from '@lagebild/model/kinds/facility.ts'

/** What a gate is taken for: a state, or two sources that say different things. */
export type GateMark = GateState | 'conflict'

const LEAVES: Readonly<Record<GateState, string>> = {
	open: 'M7 9h5v4H7Z M20 9h5v4h-5Z',
	closing: 'M7 9h3V7l4 4-4 4v-2H7Z M25 9h-3V7l-4 4 4 4v-2h3Z',
	closed: 'M7 9h18v4H7Z',
	fault: 'M7 9h5v4H7Z M20 9h5v4h-5Z M17.6 4.6l1.9.8-5.1 12-1.9-.8Z',
	unknown: 'M8 10h2.4v2.4H8Z M12.6 10H15v2.4h-2.4Z M17 10h2.4v2.4H17Z M21.6 10H24v2.4h-2.4Z',
}

/** Two posts and a leaf. The same drawing in table, list and legend; the word stands beside it. */
export function GateGlyph({ state, size = 20 }: { readonly state: GateMark; readonly size?: number }) {
	if (state === 'conflict') return <ConflictTile size={size} />
	return (
		<svg aria-hidden width={(size * 32) / 22} height={size} viewBox="0 0 32 22" fill="currentColor">
			<path d="M3 3h3.4v16H3Z M25.6 3H29v16h-3.4Z" />
			<path d={LEAVES[state]} />
		</svg>
	)
}

/** White tile with an unequal sign: two sources disagree. */
export function ConflictTile({ size = 20 }: { readonly size?: number }) {
	return (
		<svg aria-hidden width={size} height={size} viewBox="0 0 20 20">
			<rect x="0.5" y="0.5" width="19" height="19" rx="4" fill="#ffffff" stroke="#0b0e10" />
			<path d="M5 7.6h10M5 12.4h10M12.6 4.4 7.4 15.6" stroke="#0b0e10" strokeWidth="1.9" strokeLinecap="round" fill="none" />
		</svg>
	)
}
