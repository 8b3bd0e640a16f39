import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A log is renamed to `.1` when it is this long; `.1` becomes `.2`, and what was `.2` is gone. */
const LONGEST = 5_000_000

const WARN = 40

/** A disk that is full must not end who writes a log: its lines are missed and counted. */
export type LogFile = { readonly write: (line: string) => void }

export function openLog(file: string): LogFile {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
	let size = sizeOf(file)
	let missed = 0
	const append = (line: string): void => {
		if (size > LONGEST) {
			rotate(file)
			size = 0
		}
		// What was begun when the disk was full is a line of its own.
		const text =
			missed > 0 ? `\n${JSON.stringify({ level: WARN, missed, msg: 'lines that the disk did not take' })}\n${line}\n` : `${line}\n`
		appendFileSync(file, text, { mode: 0o600 })
		size += Buffer.byteLength(text)
	}
	return {
		write: (line) => {
			try {
				append(line)
				missed = 0
			} catch {
				missed += 1
			}
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
