/** What was sent to one viewer and not acknowledged, oldest first, as numbers in a row: thousands of viewers are sent something at each tick. */
export class OnItsWay {
	/** Three each: number of the frame, bytes (of lane U: their complement), clock. */
	readonly #row: number[] = []
	#first = 0
	#end = 0

	/** When the oldest was sent; Infinity when nothing is on its way. */
	get since(): number {
		return this.#first < this.#end ? (this.#row[this.#first + 2] ?? Infinity) : Infinity
	}

	add({ no, bytes, now }: { readonly no: number; readonly bytes: number; readonly now: number }, urgent: boolean): void {
		if (this.#end === this.#row.length) this.#moveUp()
		this.#row[this.#end] = no
		this.#row[this.#end + 1] = urgent ? ~bytes : bytes
		this.#row[this.#end + 2] = now
		this.#end += 3
	}

	/** All up to this frame have arrived. @returns their bytes */
	take(no: number): { readonly urgent: number; readonly state: number } {
		let [urgent, state] = [0, 0]
		for (; this.#first < this.#end && (this.#row[this.#first] ?? Infinity) <= no; this.#first += 3) {
			const bytes = this.#row[this.#first + 1] ?? 0
			if (bytes < 0) urgent += ~bytes
			else state += bytes
		}
		if (this.#first === this.#end) this.#first = this.#end = 0
		return { urgent, state }
	}

	#moveUp(): void {
		if (this.#first === 0) return
		const left = this.#end - this.#first
		for (let i = 0; i < left; i++) this.#row[i] = this.#row[this.#first + i] ?? 0
		this.#first = 0
		this.#end = left
	}
}
