import { readIso } from '@lagebild/model/time.ts'
import { useEffect, useState } from 'react'

import { ask, operationPath } from '../api/http.ts'
import { numberOf, objectOf, textOf } from '../api/outline.ts'

/** What is in the journal does not change: each line is asked for once. */
const known = new Map<string, number>()

async function recordedAt(operation: string, seq: number): Promise<number | undefined> {
	const key = `${operation} ${seq}`
	const before = known.get(key)
	if (before !== undefined) return before
	/** One line of NDJSON is one JSON value. */
	const reply = await ask(operationPath(operation, `journal?from=${seq}&limit=1`))
	const at = reply.state === 'ok' ? timeOf(objectOf(reply.body).recorded) : undefined
	if (at !== undefined) known.set(key, at)
	return at
}

function timeOf(value: unknown): number | undefined {
	return numberOf(value) ?? readIso(textOf(value) ?? '')
}

export type Line = { readonly operation: string; readonly seq: number | undefined }

const AT_ONCE = 6

async function readAll(lines: readonly Line[]): Promise<ReadonlyMap<number, number>> {
	const found = new Map<number, number>()
	const wanted = lines.flatMap(({ operation, seq }) => (seq === undefined ? [] : [{ operation, seq }]))[Symbol.iterator]()
	const work = async (): Promise<void> => {
		const { value, done } = wanted.next()
		if (done) return
		const at = await recordedAt(value.operation, value.seq)
		if (at !== undefined) found.set(value.seq, at)
		return work()
	}
	await Promise.all(Array.from({ length: AT_ONCE }, work))
	return found
}

/** When the hub wrote these entries into its journal, by their seq; those it does not tell are absent. */
export function useRecorded(lines: readonly Line[]): { readonly at: ReadonlyMap<number, number>; readonly loading: boolean } {
	const subject = lines.map(({ operation, seq }) => `${operation} ${seq ?? ''}`).join('\n')
	const [read, setRead] = useState<{ readonly of: string; readonly at: ReadonlyMap<number, number> }>()
	useEffect(() => {
		let stale = false
		const load = async () => {
			const wanted = subject.split('\n').map((line) => {
				const [operation = '', seq = ''] = line.split(' ')
				return { operation, seq: seq === '' ? undefined : Number(seq) }
			})
			const at = await readAll(wanted)
			if (!stale) setRead({ of: subject, at })
		}
		void load()
		return () => {
			stale = true
		}
	}, [subject])
	return { at: read?.at ?? new Map<number, number>(), loading: read?.of !== subject }
}

export type Checkpoint = { readonly seq: number; readonly hash: string }

/** The newest signed state of the chain, undefined while it is not known. */
export function useCheckpoint(operation: string): Checkpoint | undefined {
	const [checkpoint, setCheckpoint] = useState<Checkpoint>()
	useEffect(() => {
		let stale = false
		const load = async () => {
			const reply = await ask(operationPath(operation, 'checkpoint'))
			if (reply.state !== 'ok' || stale) return
			const { seq, hash } = objectOf(reply.body)
			const [at, text] = [numberOf(seq), textOf(hash)]
			if (at !== undefined && text !== undefined) setCheckpoint({ seq: at, hash: text })
		}
		void load()
		return () => {
			stale = true
		}
	}, [operation])
	return checkpoint
}
