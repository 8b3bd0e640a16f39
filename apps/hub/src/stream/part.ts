import type { Changes } from '@lagebild/client/session.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Cursors } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'

import type { PictureEntity } from '../io/http/picture-text.ts'
import type { Follower } from './follower.ts'

export type Picked = { readonly put: readonly PictureEntity[]; readonly drop: readonly EntityId[] }

/** One operation in a stream: what the reader was told of it, and what has changed since. Rows are absolute, so a slow reader costs one name per thing. */
export class Part {
	readonly follower: Follower
	readonly #wants: (entity: PictureEntity) => boolean
	#dirty = new Set<EntityId>()
	/** What the reader holds. */
	#told = new Set<EntityId>()
	#follows = false
	/** Nothing is told before it is as new as what the reader must hear of. */
	#atLeast: Cursors | undefined

	constructor(follow: (onChange: (changes: Changes) => void) => Follower, wants: (entity: PictureEntity) => boolean) {
		this.#wants = wants
		this.follower = follow((changes) => this.#note(changes))
	}

	get operation(): string {
		return this.follower.running.operation.id
	}

	get isReady(): boolean {
		const { place } = this.follower
		if (!place) return false
		const least = this.#atLeast
		return !least || LANES.every((lane) => place.seq[lane] >= least[lane])
	}

	/** It holds a whole picture: what comes from now on is change. */
	follow(): void {
		this.#follows = true
	}

	get isClean(): boolean {
		return this.#dirty.size === 0
	}

	/** The reader holds nothing. */
	beginAnew(): void {
		this.#told = new Set()
		this.#atLeast = undefined
		this.#dirty = new Set(this.follower.content?.rows.keys())
	}

	/** The reader holds what there was before `changed` did. */
	goOn(changed: ReadonlySet<EntityId>, atLeast: Cursors): void {
		const { rows } = this.follower.content ?? { rows: new Map<EntityId, never>() }
		this.#told = new Set([...changed, ...[...rows.keys()].filter((id) => this.#entity(id))])
		for (const id of changed) this.#dirty.add(id)
		this.#atLeast = atLeast
	}

	#note({ rows, measured, dropped, reloaded }: Changes): void {
		if (reloaded && !this.#follows) return
		for (const ids of [rows, measured, dropped]) for (const id of ids) this.#dirty.add(id)
		if (reloaded) for (const id of this.#told) this.#dirty.add(id)
	}

	/** What the reader is to be told next, as it is now. */
	pick(most: number): Picked {
		const [put, drop]: [PictureEntity[], EntityId[]] = [[], []]
		for (const id of this.#dirty) {
			if (put.length + drop.length >= most) break
			this.#dirty.delete(id)
			const entity = this.#entity(id)
			if (entity) {
				put.push(entity)
				this.#told.add(id)
			} else if (this.#told.delete(id)) drop.push(id)
		}
		return { put, drop }
	}

	#entity(id: EntityId): PictureEntity | undefined {
		const { content } = this.follower
		const row = content?.rows.get(id)
		if (!row) return undefined
		const measured = content?.measured.get(id)
		const entity = { ...row, ...(measured && { measured }), operation: this.operation }
		return this.#wants(entity) ? entity : undefined
	}
}
