import { readCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './port.ts'

/** A witness is a file of checkpoints kept by somebody else: JSON Lines, one checkpoint a line. */
export function witnessText(checkpoints: readonly Checkpoint[]): string {
	return checkpoints.map((checkpoint) => `${JSON.stringify(checkpoint)}\n`).join('')
}

/** Reads JSON Lines, one object, an array, or the manifest of a backup. @returns undefined when anything in it is no checkpoint, or when it holds none. */
export function readWitness(text: string): readonly Checkpoint[] | undefined {
	const values = (jsonIn(text) ?? linesIn(text))?.flatMap(checkpointsIn)
	const checkpoints = values?.map(readCheckpoint)
	if (!checkpoints || checkpoints.length === 0) return undefined
	return checkpoints.every((checkpoint) => checkpoint !== undefined) ? checkpoints : undefined
}

/** A manifest names the checkpoints of all journals. */
function checkpointsIn(value: unknown): readonly unknown[] {
	const named = typeof value === 'object' && value !== null && 'checkpoints' in value ? value.checkpoints : undefined
	return Array.isArray(named) ? named : [value]
}

function linesIn(text: string): readonly unknown[] | undefined {
	const lines = text.split('\n').filter((line) => line.trim() !== '')
	const values = lines.map(jsonIn)
	return values.every((value) => value !== undefined) ? values.flat() : undefined
}

function jsonIn(text: string): readonly unknown[] | undefined {
	try {
		const value: unknown = JSON.parse(text)
		const values: readonly unknown[] = Array.isArray(value) ? value : [value]
		return values
	} catch {
		return undefined
	}
}
