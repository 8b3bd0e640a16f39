import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import type { Head } from '@lagebild/journal/port.ts'
import { Seq } from '@lagebild/model/ids.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import * as z from 'zod'

export type KeptHead = Pick<Head, 'epoch' | 'seq' | 'hash'>

const Kept = z.record(z.string(), z.object({ epoch: z.string(), seq: Seq, hash: z.string() }))

const FILE = 'heads.json'

/**
 * Where each journal was when this hub last looked, beside the journals and not in them: a journal that comes back without its tail, from a
 * copy or as a standby, is known by it.
 */
export class Heads {
	readonly #file: string
	readonly #heads: Map<string, KeptHead>
	#changed = false

	constructor(folder: string) {
		mkdirSync(folder, { recursive: true, mode: 0o700 })
		this.#file = path.join(folder, FILE)
		this.#heads = new Map(Object.entries(readKept(this.#file)))
	}

	get(operation: OperationId): KeptHead | undefined {
		return this.#heads.get(operation)
	}

	note(operation: OperationId, { epoch, seq, hash }: KeptHead): void {
		const known = this.#heads.get(operation)
		if (known?.epoch === epoch && known.seq === seq && known.hash === hash) return
		this.#heads.set(operation, { epoch, seq, hash })
		this.#changed = true
	}

	/** Whole or not at all. @throws when the disk does not take it */
	save(): void {
		if (!this.#changed) return
		writeFileSync(`${this.#file}.new`, JSON.stringify(Object.fromEntries(this.#heads)), { mode: 0o600 })
		renameSync(`${this.#file}.new`, this.#file)
		this.#changed = false
	}
}

/** A file that says nothing readable is none: it only ever adds a doubt. */
function readKept(file: string): z.infer<typeof Kept> {
	try {
		return Kept.parse(JSON.parse(readFileSync(file, 'utf8')))
	} catch {
		return {}
	}
}
