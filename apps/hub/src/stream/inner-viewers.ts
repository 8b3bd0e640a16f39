import type { ViewerId } from '../core/input.ts'
import type { Delivery } from '../run.ts'

export type Hears = (delivery: Delivery) => void

/** Viewers inside of this process: the core does not know them from connections, so nothing reaches them that would not reach a connection. */
export class InnerViewers {
	readonly #viewers = new Map<ViewerId, Hears>()

	add(viewer: ViewerId, hears: Hears): void {
		this.#viewers.set(viewer, hears)
	}

	remove(viewer: ViewerId): void {
		this.#viewers.delete(viewer)
	}

	deliver(delivery: Delivery): void {
		if (this.#viewers.size === 0) return
		if (typeof delivery.to === 'string') this.#viewers.get(delivery.to)?.(delivery)
		else for (const viewer of delivery.to) this.#viewers.get(viewer)?.(delivery)
	}
}
