import type { EventId } from '@lagebild/model/ids.ts'

import { readBody } from '../body.ts'
import type { ErasureRequest, Retention } from '../port.ts'
import { rangesOf } from '../ranges.ts'
import { SYSTEM_STAYS } from '../refusals.ts'
import { rewrite } from './page.ts'
import type { Errand, Page } from './page.ts'
import type { Source } from './reader.ts'
import { integer, text } from './rows.ts'

/** Batches in one transaction of a retention run, so that appends are not held up; each transaction says what it erased. */
const BATCHES_AT_ONCE = 1_000

export class RequestFault extends Error {}

/** J10. Removes bodies, salts, what finds them and every snapshot. */
export function erasing({ seqs, by, reason }: ErasureRequest): Errand<void> {
	const asked = [...new Set(seqs)].toSorted((a, b) => a - b)
	return {
		work: async (page) => {
			const there = await bodiesAt(page, asked)
			if (there.length === 0) return
			const gone = there.map(({ seq }) => seq)
			const diary = await numbersOf(page, gone)
			await forgetSaid(page, there)
			await drop(page, gone)
			await page.rows({ text: 'UPDATE lagebild.diary SET entity = NULL WHERE op = $1 AND seq = ANY ($2)', values: [page.op, gone] })
			await page.rows({ text: 'DELETE FROM lagebild.snapshots WHERE op = $1', values: [page.op] })
			await page.say({ op: 'erased', by, reason, details: { ranges: rangesOf(gone), count: gone.length, diary } })
			await rewrite(page)
		},
		done: () => undefined,
	}
}

/** Absent id: a batch. */
type Body = { readonly seq: number; readonly event?: { readonly id: EventId; readonly credential: string } }

async function bodiesAt({ rows, op }: Page, asked: readonly number[]): Promise<readonly Body[]> {
	const found = await rows({
		text: 'SELECT seq, body FROM lagebild.bodies WHERE op = $1 AND seq = ANY ($2) ORDER BY seq',
		values: [op, asked],
	})
	return found.map((row) => {
		const body = row['body'] === null ? undefined : readBody(text(row, 'body'))
		if (body?.type !== 'event') return { seq: integer(row, 'seq') }
		if (body.event.kind === 'system') throw new RequestFault(SYSTEM_STAYS)
		return { seq: integer(row, 'seq'), event: { id: body.event.id, credential: body.event.author.credential } }
	})
}

/** J18: from now on only the entry says, under the chain, which number an erased entry had. */
async function numbersOf({ rows, op }: Page, seqs: readonly number[]): Promise<[number, string, number][]> {
	const found = await rows({
		text: 'SELECT seq, book, number FROM lagebild.diary WHERE op = $1 AND seq = ANY ($2) ORDER BY seq',
		values: [op, seqs],
	})
	return found.map((row) => [integer(row, 'seq'), text(row, 'book'), integer(row, 'number')])
}

/** `said` is a digest without salt: it would let somebody confirm a guess. The id stays, so that a late retry brings nothing back. */
async function forgetSaid({ rows, op }: Page, bodies: readonly Body[]): Promise<void> {
	const events = bodies.flatMap(({ event }) => event ?? [])
	await rows({
		text: `UPDATE lagebild.events e SET said = NULL FROM unnest($2::uuid[], $3::text[]) AS x (id, credential)
			WHERE e.op = $1 AND e.id = x.id AND e.credential = x.credential`,
		values: [op, events.map(({ id }) => id), events.map(({ credential }) => credential)],
	})
}

/** Bodies, and what finds them. */
async function drop({ rows, op }: Page, seqs: readonly number[]): Promise<void> {
	const named = await rows({
		text: `WITH gone AS (DELETE FROM lagebild.bodies WHERE op = $1 AND seq = ANY ($2) RETURNING seq, entities),
			named AS (SELECT gone.seq, n.no FROM gone, unnest(gone.entities) AS n (no)),
			unnamed AS (DELETE FROM lagebild.mentions m USING named WHERE m.entity = named.no AND m.seq = named.seq),
			unlisted AS (DELETE FROM lagebild.batches WHERE op = $1 AND seq = ANY ($2))
			SELECT DISTINCT no FROM named`,
		values: [op, seqs],
	})
	await rows({
		text: `DELETE FROM lagebild.entities n WHERE n.no = ANY ($1)
			AND NOT EXISTS (SELECT 1 FROM lagebild.mentions m WHERE m.entity = n.no)`,
		values: [named.map((row) => integer(row, 'no'))],
	})
}

export type Retained = { readonly count: number; readonly bytes: number; readonly more: boolean }

/** Bytes of batch bodies. Asked without the lock: whatever comes meanwhile is counted by the next run. */
export async function batchBytesIn({ rows, op }: Source): Promise<number> {
	const [row] = await rows({ text: 'SELECT coalesce(sum(size), 0)::bigint AS bytes FROM lagebild.batches WHERE op = $1', values: [op] })
	return row ? integer(row, 'bytes') : 0
}

type Limits = Retention & { readonly now: number; /** What there is. */ readonly bytes: number }

/** J11. Erases the oldest batch bodies beyond age or bytes; `more` when the next errand would erase further. */
export function retaining(limits: Limits): Errand<Retained> {
	return {
		work: async (page) => {
			const { seqs, bytes } = await dueBatches(page, limits)
			if (seqs.length > 0) {
				await drop(page, seqs)
				const details = { ranges: rangesOf(seqs), count: seqs.length, bytes, batches: true }
				await page.say({ op: 'erased', by: 'retention', reason: 'retention of measurements', details })
			}
			return { count: seqs.length, bytes, more: seqs.length === BATCHES_AT_ONCE }
		},
		done: (_page, { details }) => ({ count: Number(details?.['count']), bytes: Number(details?.['bytes']), more: true }),
	}
}

async function dueBatches({ rows, op }: Page, { batchAgeMs, batchBytes, now, bytes: all }: Limits) {
	const found = await rows({
		text: 'SELECT seq, recorded, size FROM lagebild.batches WHERE op = $1 ORDER BY seq LIMIT $2',
		values: [op, BATCHES_AT_ONCE],
	})
	const seqs: number[] = []
	let bytes = 0
	for (const row of found) {
		if (integer(row, 'recorded') >= now - batchAgeMs && all - bytes <= batchBytes) break
		seqs.push(integer(row, 'seq'))
		bytes += integer(row, 'size')
	}
	return { seqs, bytes }
}
