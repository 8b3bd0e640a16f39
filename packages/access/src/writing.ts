/** The database that several hubs share does not answer, or nobody knows yet whether it took what was to be written (Z23). */
export class AccessAway extends Error {}

export type Writing = {
	/**
	 * Runs what changes something: every function of this interface that is said to write belongs in it. On one machine it just runs. Where hubs
	 * share a database it runs on the newest state, one at a time over all of them, and takes effect when the database holds it.
	 * @param work must be synchronous
	 * @throws AccessAway: nothing took effect, or at worst nobody knows yet
	 */
	readonly write: <T>(work: () => T) => Promise<T>
	/** As `write`, of what may well change nothing, such as a wrong code: it may run more than once, and takes no turn when it changes nothing. */
	readonly attempt: <T>(work: () => T) => Promise<T>
	/** As `write`, with what was read elsewhere while nobody wrote here. */
	readonly writeAfter: <R, T>(read: () => Promise<R>, work: (read: R) => T) => Promise<T>
	/** Writes what is counted and marked and not yet written, as far as that is possible now. */
	readonly flush: () => Promise<void>
	/** Takes over at once what other hubs wrote. Resolves also when the database does not answer. */
	readonly follow: () => Promise<void>
	/** Called when the database holds something new of this hub. Returns the way to stop it. */
	readonly onWritten: (listener: () => void) => () => void
}

export type Writer = Omit<Writing, 'flush'> & {
	/** Writing takes its time, and is impossible outside of `write`. */
	readonly shared: boolean
	/** Ends what it holds open. */
	readonly end: () => Promise<void>
}

/** Hub and command line of one machine: the file itself lets one write after the other. */
export const ONE_MACHINE: Writer = {
	shared: false,
	write: async (work) => work(),
	attempt: async (work) => work(),
	writeAfter: async (read, work) => work(await read()),
	follow: () => Promise.resolve(),
	onWritten: () => () => undefined,
	end: () => Promise.resolve(),
}
