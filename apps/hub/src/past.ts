import type { Entry } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { apply, createPicture, headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'

import { FairQueue } from './fair-queue.ts'
import { noticeErased, readSnapshotPieces } from './folded.ts'
import type { Folded } from './folded.ts'
import type { RunningOperation } from './running.ts'
import type { Slices } from './slices.ts'

/** Entries that are read and parsed in one go. */
const PAGE = 200
/** Pictures of the past kept for the next question: people step through time. */
const KEPT = 2
const MOST_WAITING = 8
const MOST_EACH = 4

/** What was known at a time, and what of it is gone. */
export type Known = Omit<Folded, 'people'>

/**
 * Pictures as they were known at a time. One is made at a time and in slices, so that questions about the past never crowd out the present (S7).
 */
export class Past {
	readonly #kept: { readonly running: RunningOperation; readonly known: Known }[] = []
	readonly #queue = new FairQueue({ most: MOST_WAITING, mostEach: MOST_EACH })
	readonly #slices: Slices

	constructor(slices: Slices) {
		this.#slices = slices
	}

	/** Undefined when too many wait already, or too many of this credential, and when another picture has taken over. */
	async at(running: RunningOperation, time: Instant, credential: string): Promise<Known | undefined> {
		return running.retired ? undefined : this.#queue.take(credential, () => this.#make(running, time))
	}

	/** Something was erased that these pictures may hold. */
	forget(running: RunningOperation): void {
		const left = this.#kept.filter((item) => item.running !== running)
		this.#kept.splice(0, this.#kept.length, ...left)
	}

	async #make(running: RunningOperation, time: Instant): Promise<Known> {
		const target = await running.journal.seqAt(time)
		if (target >= headOf(running.picture)) return running
		const held = this.#kept.find((item) => item.running === running && headOf(item.known.picture) === target)
		if (held) return held.known
		const known = await foldUpTo(this.#slices, running, target)
		if (running.retired) return known
		this.#kept.unshift({ running, known })
		this.#kept.length = Math.min(this.#kept.length, KEPT)
		return known
	}
}

/** A picture of one's own as it was at a seq: from the newest snapshot that is usable and not younger, and the entries after it. */
export async function foldUpTo(slices: Slices, running: RunningOperation, target: number): Promise<Known> {
	let { picture, erased } = await startOf(slices, running, target)
	for (let next = headOf(picture) + 1; next <= target; next = headOf(picture) + 1) {
		const entries = await running.journal.read(seq(next), Math.min(PAGE, target - next + 1))
		if (entries.length === 0) break
		erased = await slices.run(applied(picture, entries, erased))
	}
	return { picture, erased }
}

async function startOf(slices: Slices, { journal }: RunningOperation, target: number): Promise<Known> {
	const beginning = { picture: createPicture(), erased: undefined }
	try {
		const snapshot = await journal.snapshotBefore(seq(target))
		return snapshot ? await slices.run(readSnapshotPieces(snapshot)) : beginning
	} catch {
		return beginning
	}
}

function* applied(picture: Picture, entries: readonly Entry[], before: Known['erased']): Generator<undefined, Known['erased']> {
	let erased = before
	for (const entry of entries) {
		apply(picture, entry)
		erased = noticeErased(erased, entry)
		yield
	}
	return erased
}
