import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import type * as z from 'zod'

/** Written whole under another name and then renamed, readable by its owner alone. */
export function writeJson(file: string, value: unknown): void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
	writeFileSync(`${file}.new`, `${JSON.stringify(value, undefined, '\t')}\n`, { mode: 0o600 })
	renameSync(`${file}.new`, file)
}

/** @returns undefined when the file is missing, unreadable or of another shape. */
export function readJson<T>(file: string, shape: z.ZodType<T>): T | undefined {
	try {
		return shape.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
	} catch {
		return undefined
	}
}

export function removeFile(file: string): void {
	rmSync(file, { force: true })
}
