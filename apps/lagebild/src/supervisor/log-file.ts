import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A log is renamed to `.1` when it is this long; `.1` becomes `.2`, and what was `.2` is gone. */
const LONGEST = 5_000_000

export type LogFile = { readonly write: (line: string) => void }

export function openLog(file: string): LogFile {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
	let size = sizeOf(file)
	return {
		write: (line) => {
			if (size > LONGEST) {
				rotate(file)
				size = 0
			}
			appendFileSync(file, `${line}\n`, { mode: 0o600 })
			size += Buffer.byteLength(line) + 1
		},
	}
}

function sizeOf(file: string): number {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function rotate(file: string): void {
	for (const [from, to] of [
		[`${file}.1`, `${file}.2`],
		[file, `${file}.1`],
	] as const) {
		if (statSync(from, { throwIfNoEntry: false })) renameSync(from, to)
	}
}
