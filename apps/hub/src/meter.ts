/** What an operator wants to know of the inside, told as it happens. */
export type Meter = {
	/** An append was answered after so many ms. */
	readonly appended: (ms: number) => void
	/** So many entries were committed together. */
	readonly committed: (entries: number) => void
	/** Everything that one tick does took so many ms. */
	readonly ticked: (ms: number) => void
	/** A client found that it missed something, or that its content is not the hub's (C3). */
	readonly resynced: (why: 'gap' | 'digest') => void
}
