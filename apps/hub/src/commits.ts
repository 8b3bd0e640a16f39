import type { Journal } from '@lagebild/journal/port.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import type { Seq } from '@lagebild/model/ids.ts'

import type { Bus } from './bus.ts'

export type CommitListener = {
	/** In order of seq as far as each hub is concerned; between hubs early, late, twice or never. `own`: this hub wrote them. */
	readonly entries: (entries: readonly Entry[], own: boolean) => void
	/** Another hub wrote these, and they are to be read. */
	readonly range?: (from: Seq) => void
}

/** Everything that is written into one journal, by this hub and by others; what this one writes is told to the others. */
export class CommitFeed {
	readonly journal: Journal
	readonly #listeners = new Set<CommitListener>()
	readonly #stops: readonly (() => void)[]
	/** Incarnation of the journal: another one's entries are none of this one, and those of another installation neither. */
	#epoch = ''

	constructor(journal: Journal, bus: Pick<Bus, 'on' | 'written'>) {
		this.journal = journal
		const { operation } = journal
		this.#stops = [
			journal.onCommit((entries) => {
				bus.written({ operation, epoch: this.#epoch, entries })
				this.#tell(entries, true)
			}),
			bus.on({
				written: (message) => {
					if (message.operation === operation && message.epoch === this.#epoch) this.#tell(message.entries, false)
				},
				range: (message) => {
					if (message.operation !== operation || message.epoch !== this.#epoch) return
					for (const { range } of this.#listeners) range?.(message.from)
				},
			}),
		]
	}

	/** As the journal says it. */
	set epoch(epoch: string) {
		this.#epoch = epoch
	}

	on(listener: CommitListener): () => void {
		this.#listeners.add(listener)
		return () => void this.#listeners.delete(listener)
	}

	close(): void {
		for (const stop of this.#stops) stop()
	}

	#tell(entries: readonly Entry[], own: boolean): void {
		for (const listener of this.#listeners) listener.entries(entries, own)
	}
}
