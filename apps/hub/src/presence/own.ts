import type { ViewerId } from '../core/input.ts'
import { keyOf } from './who.ts'
import type { Who } from './who.ts'

type Held = { who: Who; readonly viewers: Set<ViewerId> }

/** Who follows on this hub. One person or device is there once, with however many connections. */
export class Own {
	readonly #held = new Map<string, Held>()
	readonly #byViewer = new Map<ViewerId, string>()
	#joined = new Map<string, Who>()
	#left = new Map<string, Who>()

	join(viewer: ViewerId, who: Who): boolean {
		const key = keyOf(who)
		if (this.#byViewer.get(viewer) === key) return false
		this.leave(viewer)
		const held = this.#held.get(key)
		if (held) held.viewers.add(viewer)
		else this.#held.set(key, { who, viewers: new Set([viewer]) })
		this.#byViewer.set(viewer, key)
		if (held) return false
		this.#joined.set(key, who)
		return true
	}

	/** @returns who is gone with it, undefined when nobody is */
	leave(viewer: ViewerId): Who | undefined {
		const key = this.#byViewer.get(viewer)
		const held = key === undefined ? undefined : this.#held.get(key)
		this.#byViewer.delete(viewer)
		if (key === undefined || !held) return undefined
		held.viewers.delete(viewer)
		if (held.viewers.size > 0) return undefined
		this.#held.delete(key)
		if (!this.#joined.delete(key)) this.#left.set(key, held.who)
		return held.who
	}

	all(): readonly Who[] {
		return Array.from(this.#held.values(), ({ who }) => who)
	}

	of(operation: string): readonly Who[] {
		return this.all().filter((who) => who.operation === operation)
	}

	/** What became another since it was last taken; who left and came back meanwhile was never gone. */
	take(): { readonly joined: readonly Who[]; readonly left: readonly Who[] } | undefined {
		if (this.#joined.size === 0 && this.#left.size === 0) return undefined
		const [joined, left] = [[...this.#joined.values()], [...this.#left].filter(([key]) => !this.#held.has(key)).map(([, who]) => who)]
		this.#joined = new Map()
		this.#left = new Map()
		return { joined, left }
	}
}
