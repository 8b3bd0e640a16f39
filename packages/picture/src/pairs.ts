import type { Link } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import type { LinkRegister } from './state.ts'

/** With more, they are kept in a table. */
const FEW = 8
const NONE: readonly LinkRegister[] = []

/** The links of one entity by relation and other end (P12). Nothing is linked with itself. Most have few, which need no table. */
export class Pairs {
	readonly #id: EntityId
	#few = NONE
	#many: Map<string, LinkRegister> | undefined = undefined

	constructor(id: EntityId) {
		this.#id = id
	}

	get({ rel, to }: Pick<Link, 'rel' | 'to'>): LinkRegister | undefined {
		if (this.#many) return this.#many.get(nameOf(rel, to))
		for (const link of this.#few) if (link.rel === rel && (link.to === to || link.from === to)) return link
		return undefined
	}

	/** Instead of what was held of the pair. */
	set(link: LinkRegister): void {
		const many = this.#many ?? (this.#few.length < FEW ? undefined : this.#table())
		const { rel } = link
		const to = this.#other(link)
		if (many) many.set(nameOf(rel, to), link)
		else this.#few = this.#few.filter((held) => held.rel !== rel || this.#other(held) !== to).concat([link])
	}

	values(): Iterable<LinkRegister> {
		return this.#many?.values() ?? this.#few
	}

	#other({ from, to }: LinkRegister): EntityId {
		return from === this.#id ? to : from
	}

	#table(): Map<string, LinkRegister> {
		this.#many = new Map(this.#few.map((link) => [nameOf(link.rel, this.#other(link)), link]))
		this.#few = NONE
		return this.#many
	}
}

function nameOf(rel: string, to: EntityId): string {
	return `${rel} ${to}`
}
