import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import type { Checkpoint, LostRange, Verdict } from '@lagebild/journal/port.ts'
import { operationsStored, verifyStored } from '@lagebild/journal/postgres/verify.ts'
import { verifyJournal } from '@lagebild/journal/verify.ts'
import { readWitness } from '@lagebild/journal/witness.ts'

import { Refusal } from '../refusal.ts'

export type VerifyRequest = {
	readonly journals: string
	/** Where the journals of several hubs lie, in place of the folder. */
	readonly database?: string | undefined
	readonly operation?: string | undefined
	/** File of checkpoints that somebody else kept. */
	readonly witness?: string | undefined
	readonly folder: string
}

/** Checks the journals of a data folder or of the database, also while hubs write them. @returns the exit code. */
export async function verifyAll(request: VerifyRequest, out: (text: string) => void): Promise<number> {
	const operations = await operationsIn(request)
	const witness = request.witness === undefined ? [] : witnessIn(resolve(request.folder, request.witness))
	const strangers = new Set(witness.map(({ operation }) => String(operation)).filter((operation) => !operations.includes(operation)))
	if (request.operation === undefined && strangers.size > 0) {
		throw new Refusal(`The witness speaks of operations that are not here: ${[...strangers].join(', ')}.`)
	}
	let worst = 0
	for (const operation of operations) {
		const own = witness.filter((checkpoint) => checkpoint.operation === operation)
		const verdict = await verdictOf(request, operation, own)
		out(verdictLine(operation, verdict))
		if (!verdict.ok) worst = 1
	}
	return worst
}

function verdictOf({ journals, database }: VerifyRequest, operation: string, witness: readonly Checkpoint[]): Promise<Verdict> {
	if (database !== undefined) return verifyStored({ url: database, operation, witness })
	return verifyJournal({ file: join(journals, `${operation}.db`), witness })
}

async function operationsIn(request: VerifyRequest): Promise<readonly string[]> {
	const operations = request.database === undefined ? operationsInFolder(request.journals) : await operationsInDatabase(request.database)
	const { operation } = request
	if (operation === undefined) return operations
	if (!operations.includes(operation)) throw new Refusal(`There is no operation "${operation}". There are ${operations.join(', ')}.`)
	return [operation]
}

function operationsInFolder(journals: string): readonly string[] {
	const names = existsSync(journals) ? readdirSync(journals).filter((name) => name.endsWith('.db')) : []
	const operations = names.map((name) => name.slice(0, -3)).toSorted()
	if (operations.length === 0) throw new Refusal(`There is no journal in ${journals}. Another data folder is chosen with LAGEBILD_DATA.`)
	return operations
}

async function operationsInDatabase(url: string): Promise<readonly string[]> {
	const operations = await operationsStored(url).catch((error: unknown) => {
		throw new Refusal(`The database cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`)
	})
	if (operations.length === 0) throw new Refusal('There is no journal in the database that DATABASE_URL names.')
	return operations
}

function witnessIn(file: string): readonly Checkpoint[] {
	let text: string
	try {
		text = readFileSync(file, 'utf8')
	} catch (error) {
		throw new Refusal(`The witness cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`)
	}
	const checkpoints = readWitness(text)
	if (!checkpoints) throw new Refusal(`${file} holds something else than checkpoints.`)
	return checkpoints
}

export function verdictLine(operation: string, verdict: Verdict): string {
	if (!verdict.ok) return `${operation}: broken at seq ${verdict.seq}: ${verdict.reason}`
	const witnessed = verdict.witnessed > 0 ? `, witnessed up to ${verdict.witnessed}` : ', not witnessed'
	const erased = verdict.erased > 0 ? ` (${verdict.erased} erased)` : ''
	return `${operation}: unbroken from 1 to ${verdict.entries}${erased}, signed up to ${verdict.signed}${witnessed}${verdict.lost.map(lostText).join('')}`
}

function lostText({ from, to }: LostRange): string {
	return `; lost before a restore, as a witness saw: ${from === to ? `entry ${from}` : `entries ${from} to ${to}`}`
}
