/** After so many commits, or entries, the log is copied while more is written. */
const COMMITS = 500
const ENTRIES = 10_000
/** … and when nothing was written for so long. */
const QUIET_MS = 2_000
/** A log of fewer frames may go on as it is. */
const LONG_LOG = 2_000

type Means = {
	/** Copies the log beside the writer. @returns its frames; undefined when that could not be done. */
	readonly copy: () => Promise<number | undefined>
	/** The writer copies what is left, so that its next commit begins the log anew. */
	readonly finish: () => void
}

/**
 * When the write-ahead log of one journal is copied into its file. The writer never copies much: it would hold up every commit meanwhile. It only
 * adds what was written while the bulk was copied beside it, because a log begins anew only when all of it was copied.
 */
export class LogCare {
	readonly #means: Means
	#commits = 0
	#entries = 0
	#copying: Promise<void> | undefined
	#quiet: NodeJS.Timeout | undefined
	#closed = false

	constructor(means: Means) {
		this.#means = means
	}

	committed(entries: number): void {
		this.#commits += 1
		this.#entries += entries
		if (this.#commits >= COMMITS || this.#entries >= ENTRIES) this.#begin()
		this.#quiet = this.#quiet?.refresh() ?? setTimeout(() => this.#begin(), QUIET_MS).unref()
	}

	async close(): Promise<void> {
		this.#closed = true
		clearTimeout(this.#quiet)
		await this.#copying
	}

	#begin(): void {
		if (this.#closed || this.#copying || this.#commits === 0) return
		this.#copying = this.#copy().finally(() => {
			this.#copying = undefined
		})
	}

	async #copy(): Promise<void> {
		this.#commits = 0
		this.#entries = 0
		const frames = await this.#means.copy()
		if (frames !== undefined && frames >= LONG_LOG && this.#commits > 0 && !this.#closed) this.#means.finish()
	}
}
