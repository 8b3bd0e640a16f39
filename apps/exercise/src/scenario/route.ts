import type { Network, Step, Way } from './network.ts'

type Item = readonly [cost: number, node: number]

/** Binary heap by cost. */
class Queue {
	readonly #items: Item[] = []

	push(item: Item): void {
		const items = this.#items
		items.push(item)
		for (let i = items.length - 1; i > 0;) {
			const parent = (i - 1) >> 1
			if (this.#cost(parent) <= this.#cost(i)) return
			this.#swap(i, parent)
			i = parent
		}
	}

	pop(): Item | undefined {
		const items = this.#items
		const [top] = items
		const last = items.pop()
		if (items.length > 0 && last) {
			items[0] = last
			this.#sink()
		}
		return top
	}

	#sink(): void {
		for (let i = 0; ;) {
			const [left, right] = [2 * i + 1, 2 * i + 2]
			const smaller = this.#cost(right) < this.#cost(left) ? right : left
			if (this.#cost(smaller) >= this.#cost(i)) return
			this.#swap(i, smaller)
			i = smaller
		}
	}

	#cost(index: number): number {
		return this.#items[index]?.[0] ?? Number.POSITIVE_INFINITY
	}

	#swap(a: number, b: number): void {
		const [one, other] = [this.#items[a], this.#items[b]]
		if (one && other) [this.#items[a], this.#items[b]] = [other, one]
	}
}

/** No road is quicker, m/s: what is left to drive takes at least the straight line at this speed. */
const QUICKEST = 28

/** Quickest way between two nodes (A*). `share` of the road's speed is what this vehicle reaches. */
export function routeBetween(network: Network, ends: { readonly from: number; readonly to: number }, share: number): Way {
	const left = (node: number): number => straight(network, node, ends.to) / QUICKEST
	const before = new Int32Array(network.nodes.length).fill(-1)
	const cost = new Float64Array(network.nodes.length).fill(Number.POSITIVE_INFINITY)
	const queue = new Queue()
	cost[ends.from] = 0
	queue.push([left(ends.from), ends.from])
	for (let item = queue.pop(); item && item[1] !== ends.to; item = queue.pop()) {
		const [, node] = item
		const spent = cost[node] ?? 0
		if (item[0] > spent + left(node) + 1e-6) continue
		for (const { to, metres, speed } of network.edges[node] ?? []) {
			const total = spent + metres / speed
			if (total >= (cost[to] ?? 0)) continue
			cost[to] = total
			before[to] = node
			queue.push([total + left(to), to])
		}
	}
	return wayOf(network, pathTo(before, ends.to), share)
}

function straight({ nodes }: Network, a: number, b: number): number {
	const [one, other] = [nodes[a], nodes[b]]
	return one && other ? Math.hypot(one.lat - other.lat, (one.lng - other.lng) * 0.59) * 111_320 : 0
}

function pathTo(before: Int32Array, end: number): readonly number[] {
	const path = [end]
	for (let node = before[end]; node !== undefined && node !== -1; node = before[node]) path.push(node)
	return path.toReversed()
}

function wayOf({ nodes, edges }: Network, path: readonly number[], share: number): Way {
	const steps: Step[] = []
	let at = 0
	for (let i = 1; i < path.length; i++) {
		const [from = 0, to = 0] = [path[i - 1], path[i]]
		const [a, b] = [nodes[from], nodes[to]]
		const edge = edges[from]?.filter((one) => one.to === to).toSorted((x, y) => y.speed - x.speed)[0]
		if (!a || !b || !edge) continue
		const endMs = at + (edge.metres / (edge.speed * share)) * 1_000
		steps.push({ a, b, startMs: at, endMs })
		at = endMs
	}
	return { steps, totalMs: at }
}
