type Appointment = { readonly place: number; readonly at: number }

/** Beside one appointment each, so many that hold no more are kept, until they are swept out. */
const STALE = 1_024

/** Which place is to be looked at when; each has one time. A binary heap, earliest first. */
export class Due {
	readonly #at = new Map<number, number>()
	#heap: Appointment[] = []

	set(place: number, at: number): void {
		if (at === this.#at.get(place)) return
		if (at === Number.POSITIVE_INFINITY) return void this.#at.delete(place)
		this.#at.set(place, at)
		if (this.#heap.length > 2 * this.#at.size + STALE) this.#sweep()
		else this.#push({ place, at })
	}

	clear(): void {
		this.#at.clear()
		this.#heap = []
	}

	/** Takes out the places whose time has come. */
	take(now: number): readonly number[] {
		const due: number[] = []
		for (let first = this.#heap[0]; first && first.at <= now; first = this.#heap[0]) {
			this.#pop()
			if (this.#at.get(first.place) !== first.at) continue
			this.#at.delete(first.place)
			due.push(first.place)
		}
		return due
	}

	/** An array in order is a heap. */
	#sweep(): void {
		this.#heap = Array.from(this.#at, ([place, at]) => ({ place, at })).toSorted((a, b) => a.at - b.at)
	}

	#push(made: Appointment): void {
		let hole = this.#heap.length
		while (hole > 0) {
			const above = (hole - 1) >>> 1
			const other = this.#heap[above]
			if (!other || other.at <= made.at) break
			this.#heap[hole] = other
			hole = above
		}
		this.#heap[hole] = made
	}

	#pop(): void {
		const last = this.#heap.pop()
		if (!last || this.#heap.length === 0) return
		let hole = 0
		for (let child = this.#earlier(hole); child; child = this.#earlier(hole)) {
			if (child.one.at >= last.at) break
			this.#heap[hole] = child.one
			hole = child.at
		}
		this.#heap[hole] = last
	}

	/** Of the two below. */
	#earlier(above: number): { readonly one: Appointment; readonly at: number } | undefined {
		const at = 2 * above + 1
		const [left, right] = [this.#heap[at], this.#heap[at + 1]]
		if (!left) return undefined
		return right && right.at < left.at ? { one: right, at: at + 1 } : { one: left, at }
	}
}
