import { existsSync } from 'node:fs'
import path from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'
import type * as z from 'zod'

import { Refusal } from '../refusal.ts'

/** In entries: whoever may write in the data folder. */
export const BY = 'command line'

/** Works whether a hub runs on the folder or not; one that runs acts within a fraction of a second. */
export async function using<T>(data: string, work: (access: Access) => T | Promise<T>): Promise<T> {
	const access = openAccess({ folder: data, now: Date.now })
	try {
		return await work(access)
	} finally {
		access.close()
	}
}

/** As `using`, without making a data folder of a mistyped name. */
export function usingExisting<T>(data: string, work: (access: Access) => T | Promise<T>): Promise<T> {
	if (!existsSync(path.join(data, 'access.db')))
		throw new Refusal(`There are no keys or accounts in ${data}. Another data folder is chosen with LAGEBILD_DATA.`)
	return using(data, work)
}

export function parsed<T>(shape: z.ZodType<T>, values: unknown): T {
	const options = shape.safeParse(values)
	if (options.success) return options.data
	const issue = options.error.issues[0]
	throw new Refusal(`--${optionOf(issue?.path[0])}: ${issue?.message ?? 'is not valid'}`)
}

function optionOf(name: PropertyKey | undefined): string {
	return name === undefined ? 'option' : String(name).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Cells in columns of at least these widths. */
export function row(widths: readonly number[], cells: readonly string[]): string {
	return cells
		.map((cell, index) => cell.padEnd(widths[index] ?? 0))
		.join(' ')
		.trimEnd()
}

export function when(ms: number | undefined): string {
	return ms === undefined ? 'never' : new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}

export function operationsText(operations: 'all' | readonly string[]): string {
	return operations === 'all' ? 'all' : operations.join(',')
}
