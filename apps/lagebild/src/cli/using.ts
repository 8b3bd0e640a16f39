import { existsSync } from 'node:fs'
import path from 'node:path'

import { openSharedAccess } from '@lagebild/access/replica/open.ts'
import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'
import { AccessAway } from '@lagebild/access/writing.ts'
import type * as z from 'zod'

import { Refusal } from '../refusal.ts'

/** In entries: whoever may write in the data folder. */
export const BY = 'command line'

/** Where who may come in is kept: in the database when there is one, else in the data folder. */
export type Where = { readonly data: string; readonly database?: string | undefined }

/** @param node how this program shows itself in the database: who stays there has to be found */
export function openFor({ data, database }: Where, node: string = BY): Promise<Access> | Access {
	if (database === undefined) return openAccess({ folder: data, now: Date.now })
	return openSharedAccess({ url: database, node, now: Date.now })
}

/** Works whether a hub runs or not; those that run act within a fraction of a second. */
export async function opened<T>(where: Where, work: (access: Access) => Promise<T>): Promise<T> {
	const access = await reachable(openFor(where))
	try {
		return await reachable(work(access))
	} finally {
		await access.flush()
		access.close()
	}
}

async function reachable<T>(work: Promise<T> | T): Promise<T> {
	try {
		return await work
	} catch (error) {
		if (error instanceof AccessAway) throw new Refusal(`The database (DATABASE_URL) does not answer: ${error.message}. Try again.`)
		throw error
	}
}

/** As `opened`, in one turn. */
export function using<T>(where: Where, work: (access: Access) => T): Promise<T> {
	return opened(where, (access) => access.write(() => work(access)))
}

/** As `using`, without making a data folder of a mistyped name. */
export function usingExisting<T>(where: Where, work: (access: Access) => T): Promise<T> {
	if (where.database === undefined && !existsSync(path.join(where.data, 'access.db')))
		throw new Refusal(`There are no keys or accounts in ${where.data}. Another data folder is chosen with LAGEBILD_DATA.`)
	return using(where, work)
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
